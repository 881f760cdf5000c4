import { Hono, type Context } from 'hono';
import { requirePermission, requireUser } from '../identity/permission.ts';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import { SAMPLE_PERMISSION } from './sample-lease.ts';
import type { SampleParts } from './sample-parts.ts';
import { keepRest, showSamples, startMaking, startRemoving, type SampleView } from './samples.ts';

/** `/api/sample-data`: make a year of example data, see how that goes, take it away. */
export function sampleRoutes(parts: SampleParts): Hono<HostEnv> {
  const { kernel } = parts;
  const routes = new Hono<HostEnv>();
  const answer = async (
    c: Context<HostEnv>,
    work: (parts: SampleParts) => Promise<SampleView>,
  ): Promise<Response> => {
    const { principal } = c.var.authenticated;
    requireUser(principal);
    requirePermission(kernel, principal, SAMPLE_PERMISSION);
    const view = await kernel.run(leaseOf(c), () => work(parts));
    const isAtWork = view.state === 'making' || view.state === 'removing';
    const status = c.req.method !== 'GET' && isAtWork ? 202 : 200;
    return c.json(view, status, { 'Cache-Control': 'private, no-store' });
  };
  routes.get('/api/sample-data', (c) => answer(c, showSamples));
  routes.post('/api/sample-data', (c) => answer(c, startMaking));
  routes.delete('/api/sample-data', (c) => answer(c, startRemoving));
  routes.post('/api/sample-data/keep', (c) => answer(c, keepRest));
  return routes;
}
