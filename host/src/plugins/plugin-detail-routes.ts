import { errors as coreErrors } from '@tessera/core';
import { Hono, type Context } from 'hono';
import type { HostEnv } from '../server/host-env.ts';
import { HEALTHY } from './health.ts';
import { findDescription, getStatus, requireManager, type PluginParts } from './plugin-parts.ts';
import { showPlugin } from './plugin-view.ts';

const VERBS = ['disable', 'remove', 'purge'] as const;
const DEFAULT_STEPS = 50;
const MOST_STEPS = 500;

/** What is known of one plugin, and of the hosts that serve it. */
export function pluginDetailRoutes(parts: PluginParts): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  const { kernel, health, packages } = parts;
  app.get('/api/plugins/:id', async (c) => {
    requireManager(parts, c);
    const id = c.req.param('id');
    const status = getStatus(parts, id);
    const facts = {
      health: (await health.read()).get(id) ?? HEALTHY,
      staged: await packages.list(),
    };
    const staged = facts.staged.filter((one) => one.plugin === id && one.digest !== status.digest);
    const contributes = (await findDescription(parts, status)) ?? null;
    const impact = await kernel.impact(id, 'disable');
    return fresh(c, { ...showPlugin(status, { ...facts, staged }), contributes, impact });
  });
  app.get('/api/plugins/:id/history', async (c) => {
    requireManager(parts, c);
    const { id } = getStatus(parts, c.req.param('id')).manifest;
    const { start, end } = readWindow(c);
    const steps = await kernel.history(id, { limit: end });
    return fresh(c, steps.slice(start, end));
  });
  app.get('/api/plugins/:id/health', async (c) => {
    requireManager(parts, c);
    const { manifest, state } = getStatus(parts, c.req.param('id'));
    return fresh(c, { ...(await health.readPage(manifest.id)), state });
  });
  app.get('/api/plugins/:id/impact', async (c) => {
    requireManager(parts, c);
    const { id } = getStatus(parts, c.req.param('id')).manifest;
    const verb = VERBS.find((one) => one === c.req.query('verb'));
    if (!verb)
      throw coreErrors.requestInvalid({ reason: `“verb” must be one of ${VERBS.join(', ')}.` });
    return fresh(c, await kernel.impact(id, verb));
  });
  app.get('/api/assembly', async (c) => {
    requireManager(parts, c);
    const { assembly, safeMode } = kernel;
    return fresh(c, { number: assembly.number, hosts: await kernel.hosts(), safeMode });
  });
  return app;
}

function fresh(c: Context<HostEnv>, body: object): Response {
  return c.json(body, 200, { 'Cache-Control': 'no-store' });
}

/** `_start` and `_end`. @throws TesseraError `CORE_REQUEST_INVALID` when they are none */
function readWindow(c: Context<HostEnv>): { readonly start: number; readonly end: number } {
  const start = Number(c.req.query('_start') ?? 0);
  const end = Number(c.req.query('_end') ?? start + DEFAULT_STEPS);
  const isWindow = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end >= start;
  if (!isWindow || end > MOST_STEPS)
    throw coreErrors.requestInvalid({
      reason: `“_start” and “_end” must be whole numbers from 0 to ${MOST_STEPS}, the end not before the start.`,
    });
  return { start, end };
}
