import {
  describePlugin,
  errors as coreErrors,
  type Actor,
  type InstalledPlugin,
  type Kernel,
  type PluginDescription,
  type PluginStatus,
} from '@tessera/core';
import type { Context } from 'hono';
import { requirePermission } from '../identity/permission.ts';
import type { HostEnv } from '../server/host-env.ts';
import type { RejectedPlugin } from './find.ts';
import type { PluginHealth } from './health.ts';
import type { Packages } from './packages.ts';
import type { PluginSettings } from './plugin-settings.ts';

/** What the routes below `/api/plugins` work with. */
export interface PluginParts {
  readonly kernel: Kernel;
  /** Plugins of the application. */
  readonly plugins: readonly InstalledPlugin[];
  readonly rejected: readonly RejectedPlugin[];
  readonly health: PluginHealth;
  readonly packages: Packages;
  readonly settings: PluginSettings;
  /** Where what is purged is written down. */
  readonly exportFolder: string;
}

export const MANAGE = 'tessera.plugin.manage';

/** Who manages plugins. @throws TesseraError `CORE_NOT_SIGNED_IN`, `CORE_NOT_PERMITTED` */
export function requireManager({ kernel }: PluginParts, c: Context<HostEnv>): Actor {
  const { principal } = c.var.authenticated;
  requirePermission(kernel, principal, MANAGE);
  return { userId: principal.userId, name: principal.name };
}

/** How it stands with a plugin. @throws TesseraError `CORE_PLUGIN_REJECTED`, `CORE_PLUGIN_MISSING` */
export function getStatus({ kernel, rejected }: PluginParts, id: string): PluginStatus {
  const status = kernel.plugins().find(({ manifest }) => manifest.id === id);
  if (status) return status;
  const fault = rejected.find((plugin) => plugin.id === id);
  if (fault) throw coreErrors.pluginRejected({ id, reason: fault.reason });
  throw coreErrors.pluginMissing({ id });
}

/** What the installed version contributes; undefined when its code is gone. */
export async function findDescription(
  { kernel, packages, plugins }: PluginParts,
  { manifest, digest }: PluginStatus,
): Promise<PluginDescription | undefined> {
  const running = kernel.assembly.instances.get(manifest.id)?.installed;
  if (running && running.manifest.version === manifest.version)
    return running.description ?? describePlugin(running.manifest, running.plugin);
  if (digest === undefined) {
    const found = plugins.find((one) => one.manifest.id === manifest.id);
    return found && (found.description ?? describePlugin(found.manifest, found.plugin));
  }
  return (await packages.list()).find((one) => one.digest === digest)?.description;
}
