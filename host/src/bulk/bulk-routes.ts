import { isUuid, readJson } from '@tessera/core';
import { Hono, type Context } from 'hono';
import type { HostEnv } from '../server/host-env.ts';
import { runAsUser } from '../server/plugin-gate.ts';
import { sendRun } from './bulk-jobs.ts';
import type { BulkParts } from './bulk-parts.ts';
import { CHUNK_ROWS, performRun } from './bulk-run.ts';
import { addRun, cancelRun, markUndone, showRun, showRuns } from './bulk-runs.ts';
import type { BulkRun } from './bulk-store.ts';
import { errors } from './errors.ts';

/** After this long the queue takes over a short run whose host was killed while it answered. */
const TAKE_OVER_SECONDS = 60;

/** `/api/bulk-runs`: change or delete many records, see how it goes, take it back. */
export function bulkRoutes(parts: BulkParts): Hono<HostEnv> {
  const { kernel } = parts;
  const routes = new Hono<HostEnv>();

  const asUser = <T>(c: Context<HostEnv>, work: () => Promise<T>): Promise<T> =>
    runAsUser(kernel, c, work);
  const idOf = (c: Context<HostEnv>): string => {
    const id = c.req.param('id') ?? '';
    if (!isUuid(id)) throw errors.missing({ id });
    return id.toLowerCase();
  };
  /** What fits into one chunk is done before the answer; the rest, and what a kill leaves over, by the queue. */
  const perform = async ({ id, total }: BulkRun): Promise<void> => {
    const isShort = total <= CHUNK_ROWS;
    await sendRun(parts, id, isShort ? TAKE_OVER_SECONDS : 0);
    if (isShort) await performRun(parts, id);
  };

  routes.post('/api/bulk-runs', async (c) => {
    const run = await asUser(c, async () => addRun(parts, (await readJson(c.req.raw)) ?? {}));
    await perform(run);
    const view = await asUser(c, () => showRun(parts, run.id));
    return c.json(view, 202, { Location: `/api/bulk-runs/${run.id}` });
  });

  routes.get('/api/bulk-runs', (c) =>
    asUser(c, async () => c.json(await showRuns(parts, c.req.query('active') === 'true'))),
  );
  routes.get('/api/bulk-runs/:id', (c) =>
    asUser(c, async () => c.json(await showRun(parts, idOf(c)))),
  );
  routes.post('/api/bulk-runs/:id/cancel', (c) =>
    asUser(c, async () => c.json(await cancelRun(parts, idOf(c)))),
  );
  routes.post('/api/bulk-runs/:id/undo', async (c) => {
    const run = await asUser(c, () => markUndone(parts, idOf(c)));
    await perform(run);
    return c.json(await asUser(c, () => showRun(parts, run.id)), 202);
  });
  return routes;
}
