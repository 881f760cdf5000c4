import { errors as coreErrors, may, readJson, type Kernel, type PluginStatus } from '@tessera/core';
import { Hono, type Context } from 'hono';
import { requirePermission, requireUser } from '../identity/permission.ts';
import type { HostEnv } from '../server/host-env.ts';
import type { RejectedPlugin } from './find.ts';
import { HEALTHY, type PluginHealth, type PluginHealthFacts } from './health.ts';

const PERMISSION = 'tessera.plugin.manage';

/** `/api/plugins`: what is installed, and switching it. */
export function pluginRoutes(
  kernel: Kernel,
  rejected: readonly RejectedPlugin[],
  health: PluginHealth,
): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  app.get('/api/plugins', async (c) => {
    const { principal } = c.var.authenticated;
    requireUser(principal);
    const facts = may({ assembly: kernel.assembly, principal }, PERMISSION)
      ? await health.read()
      : undefined;
    const installed = kernel
      .plugins()
      .map((status) => toWire(status, facts && (facts.get(status.manifest.id) ?? HEALTHY)));
    return c.json([...installed, ...rejected.map(rejectedToWire)], 200, {
      'Cache-Control': 'no-store',
    });
  });
  app.post('/api/plugins/:id/enable', (c) =>
    change(c, (id, cascade) => kernel.enable(id, { cascade })),
  );
  app.post('/api/plugins/:id/disable', (c) =>
    change(c, (id, cascade) => kernel.disable(id, { cascade })),
  );

  async function change(
    c: Context<HostEnv>,
    perform: (id: string, cascade: boolean) => Promise<PluginStatus>,
  ): Promise<Response> {
    requirePermission(kernel, c.var.authenticated.principal, PERMISSION);
    const id = c.req.param('id') ?? '';
    const fault = rejected.find((plugin) => plugin.id === id);
    if (fault) throw coreErrors.pluginRejected({ id, reason: fault.reason });
    return c.json(toWire(await perform(id, await readCascade(c.req.raw))));
  }
  return app;
}

async function readCascade(request: Request): Promise<boolean> {
  const body = ((await readJson(request)) ?? {}) as { readonly cascade?: unknown };
  const { cascade = false } = body;
  if (typeof cascade !== 'boolean')
    throw coreErrors.requestInvalid({ reason: '“cascade” must be true or false.' });
  return cascade;
}

function toWire(
  { manifest, wanted, state, reason, step, neededBy }: PluginStatus,
  health?: PluginHealthFacts,
): object {
  const { id, name, version, label, description, requires, optional } = manifest;
  return {
    id,
    name,
    version,
    label,
    ...(description ? { description } : {}),
    wanted,
    state,
    ...(reason ? { error: reason } : {}),
    ...(step ? { step } : {}),
    requires,
    optional,
    neededBy,
    ...(health ? { health } : {}),
  };
}

function rejectedToWire({ id, reason }: RejectedPlugin): object {
  return {
    id,
    version: null,
    label: { en: id, 'zh-CN': id },
    wanted: 'disabled',
    state: 'rejected',
    error: reason,
    step: 'import',
    requires: {},
    optional: {},
    neededBy: [],
  };
}
