import { satisfies } from 'semver';
import type { CustomField } from '../entities/custom-fields.ts';
import { errors } from '../errors.ts';
import type { Actor, KernelOptions, PluginStatus } from '../kernel.ts';
import type { Database } from '../records/database.ts';
import type { Change } from '../records/records.ts';
import type { RuleBook } from '../sharing/rule-book.ts';
import type { Assembly, WorkspaceSettings } from './assembly.ts';
import type { Clock } from './context.ts';
import type { InstanceSet } from './instance-set.ts';
import type { Leases } from './leases.ts';
import { orderPlugins, type PluginOrder } from './order.ts';
import type { InstalledPlugin } from './plugin.ts';
import type { Journal } from './plugin-step.ts';
import type { PluginRow } from './plugin-store.ts';
import { pluginStatuses } from './status.ts';

export interface PluginLifeOptions extends Omit<
  KernelOptions,
  'settings' | 'clock' | 'hostName' | 'safeMode'
> {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: () => WorkspaceSettings;
  readonly customFields: () => Promise<readonly CustomField[]>;
  readonly announce: (changes: readonly Change[]) => void;
  readonly sharing: RuleBook;
  readonly onSwap: (assembly: Assembly) => void;
  readonly hostName: string;
  /** Writes down which assemblies this host serves. */
  readonly reportHost: () => Promise<void>;
  readonly safeMode: boolean;
}

/** What one host knows of its plugins. Its verbs run one at a time. */
export interface LifeState {
  readonly options: PluginLifeOptions;
  /** The code that is loaded, by id. */
  readonly installed: Map<string, InstalledPlugin>;
  /** What the database said last. */
  rows: ReadonlyMap<string, PluginRow>;
  /** Undefined until the first assembly is served. */
  leases: Leases | undefined;
  readonly instances: InstanceSet;
  /** Ids whose routes answer 503 at this moment. */
  readonly switching: Set<string>;
  /** Why plugins that are wanted do not run on this host, while others may run them. */
  readonly faults: Map<string, string>;
}

/** What may run: wanted, and not left out after a failure. In safe mode the platform alone. */
export function hopefulIds({ options, rows }: LifeState): Set<string> {
  const out = new Set(['failed', 'rejected', 'quarantined', 'removed']);
  const hopeful = [...rows.values()].filter(
    ({ id, wanted, state }) =>
      wanted === 'enabled' &&
      !out.has(state) &&
      (!options.safeMode || id === options.platform.manifest.id),
  );
  return new Set(hopeful.map(({ id }) => id));
}

/** What may run at a boot: what failed before is tried again. */
export function wantedIds({ options, rows }: LifeState): Set<string> {
  const wanted = [...rows.values()].filter(
    ({ id, wanted, state }) =>
      wanted === 'enabled' &&
      state !== 'quarantined' &&
      state !== 'removed' &&
      (!options.safeMode || id === options.platform.manifest.id),
  );
  return new Set(wanted.map(({ id }) => id));
}

/** Orders plugins by what they require, those of `replaced` as they would be. */
export function orderOf(
  { installed }: LifeState,
  ids: ReadonlySet<string>,
  replaced: ReadonlyMap<string, InstalledPlugin> = new Map(),
): PluginOrder {
  const manifests = [...ids].flatMap(
    (id) => (replaced.get(id) ?? installed.get(id))?.manifest ?? [],
  );
  return orderPlugins(manifests, acceptsVersion);
}

export function acceptsVersion(version: string, range: string): boolean {
  return satisfies(version, range, { includePrerelease: true });
}

/** Whether the code is that of the version that is installed, and not one that this host still has, or has already. */
export function isInstalledVersion(
  { manifest, digest }: InstalledPlugin,
  row: PluginRow | undefined,
): boolean {
  return row?.version === manifest.version && row.digest === (digest ?? null);
}

/** Ids that are served in another version than the one that is installed. */
export function outdatedIds({ leases, rows }: LifeState): readonly string[] {
  const served = leases?.current.instances ?? new Map();
  return [...served].flatMap(([id, { installed }]) =>
    isInstalledVersion(installed, rows.get(id)) ? [] : id,
  );
}

export function isServed({ leases }: LifeState, id: string): boolean {
  return leases?.current.instances.has(id) ?? false;
}

export function statusesOf(state: LifeState): readonly PluginStatus[] {
  return pluginStatuses(state);
}

/** @throws TesseraError `CORE_PLUGIN_MISSING` */
export function statusOf(state: LifeState, id: string): PluginStatus {
  const found = statusesOf(state).find((one) => one.manifest.id === id);
  if (!found) throw errors.pluginMissing({ id });
  return found;
}

export function journalOf({ options }: LifeState, by: Actor | undefined): Journal {
  return { database: options.database, host: options.hostName, by: by ?? null };
}
