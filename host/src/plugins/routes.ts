import { may, type PluginStatus } from '@tessera/core';
import { Hono, type Context } from 'hono';
import { requireUser } from '../identity/permission.ts';
import { createBodyReader } from '../identity/request-body.ts';
import type { HostEnv } from '../server/host-env.ts';
import { HEALTHY } from './health.ts';
import { pluginDataRoutes } from './plugin-data-routes.ts';
import { pluginDetailRoutes } from './plugin-detail-routes.ts';
import { pluginPackageRoutes } from './plugin-package-routes.ts';
import { getStatus, MANAGE, requireManager, type PluginParts } from './plugin-parts.ts';
import { pluginSettingsRoutes } from './plugin-settings-routes.ts';
import { showPlugin, showRejected, withoutReason, type ManagedFacts } from './plugin-view.ts';

const readEnable = createBodyReader<{
  readonly cascade?: boolean;
  readonly events?: 'catch-up' | 'skip';
}>({ cascade: { type: 'boolean' }, events: { enum: ['catch-up', 'skip'] } });
const readDisable = createBodyReader<{ readonly cascade?: boolean }>({
  cascade: { type: 'boolean' },
});
const readNothing = createBodyReader<object>({});

/** `/api/plugins` and `/api/assembly`: what is installed, and everything that can be done with it. */
export function pluginRoutes(parts: PluginParts): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  const { kernel, rejected } = parts;
  app.get('/api/plugins', async (c) => {
    const { principal } = c.var.authenticated;
    requireUser(principal);
    const isManager = may({ assembly: kernel.assembly, principal }, MANAGE);
    const factsOf = isManager ? await readFacts(parts) : () => undefined;
    const shown = isManager ? (row: object): object => row : withoutReason;
    const installed = kernel.plugins().map((status) => showPlugin(status, factsOf(status)));
    const known = new Set(kernel.plugins().map(({ manifest }) => manifest.id));
    const broken = rejected.filter(({ id }) => !known.has(id));
    return c.json([...installed, ...broken.map(showRejected)].map(shown), 200, {
      'Cache-Control': 'no-store',
    });
  });
  // Packages before the plugin of that name: a static name goes before `:id`.
  app.route('/', pluginPackageRoutes(parts));
  app.post('/api/plugins/:id/enable', async (c) => {
    const by = requireManager(parts, c);
    const how = await readEnable(c.req.raw);
    return answer(c, (id) => kernel.enable(id, { ...how, by }));
  });
  app.post('/api/plugins/:id/disable', async (c) => {
    const by = requireManager(parts, c);
    const how = await readDisable(c.req.raw);
    return answer(c, (id) => kernel.disable(id, { ...how, by }));
  });
  app.post('/api/plugins/:id/release', async (c) => {
    const by = requireManager(parts, c);
    await readNothing(c.req.raw);
    return answer(c, (id) => kernel.release(id, { by }));
  });
  app.route('/', pluginDetailRoutes(parts));
  app.route('/', pluginDataRoutes(parts));
  app.route('/', pluginSettingsRoutes(parts));
  return app;

  async function answer(
    c: Context<HostEnv>,
    perform: (id: string) => Promise<PluginStatus>,
  ): Promise<Response> {
    const id = c.req.param('id') ?? '';
    getStatus(parts, id);
    return c.json(showPlugin(await perform(id)));
  }
}

async function readFacts({
  health,
  packages,
}: PluginParts): Promise<(status: PluginStatus) => ManagedFacts> {
  const [facts, kept] = await Promise.all([health.read(), packages.list()]);
  return ({ manifest: { id }, digest }) => ({
    health: facts.get(id) ?? HEALTHY,
    staged: kept.filter((one) => one.plugin === id && one.digest !== digest),
  });
}
