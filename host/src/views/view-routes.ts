import { isUuid, applySystemTables, expectedVersion, type Kernel } from '@tessera/core';
import { Hono, type Context } from 'hono';
import type { HostEnv } from '../server/host-env.ts';
import { runAsUser } from '../server/plugin-gate.ts';
import { errors } from './errors.ts';
import { readNewView, readViewChanges } from './view-body.ts';
import { viewTables } from './view-tables.ts';
import { noteOlderViews } from './view-uses.ts';
import {
  changeView,
  createView,
  deleteView,
  restoreView,
  showAllViews,
  showViews,
} from './views.ts';

/** Makes the tables of saved views, once. */
export async function prepareViews(kernel: Kernel): Promise<void> {
  await applySystemTables(kernel.database, [viewTables]);
  await noteOlderViews(kernel);
}

/** `/api/views`: what people saved of lists, for themselves, a team or everybody. */
export function viewRoutes(kernel: Kernel): Hono<HostEnv> {
  const routes = new Hono<HostEnv>();

  const asUser = <T>(c: Context<HostEnv>, work: () => Promise<T>): Promise<T> =>
    runAsUser(kernel, c, work);
  const idOf = (c: Context<HostEnv>): string => {
    const id = c.req.param('id') ?? '';
    if (!isUuid(id)) throw errors.viewMissing({ id });
    return id.toLowerCase();
  };
  const answer = (c: Context<HostEnv>, body: object, status: 200 | 201 = 200): Response => {
    c.header('Cache-Control', 'private, no-store');
    if ('version' in body) c.header('ETag', `"${String(body.version)}"`);
    return c.json(body, status);
  };

  routes.get('/api/views', (c) =>
    asUser(c, async () => {
      const entity = c.req.query('entity');
      return answer(
        c,
        entity === undefined
          ? { views: await showAllViews(kernel) }
          : await showViews(kernel, entity),
      );
    }),
  );

  routes.post('/api/views', (c) =>
    asUser(c, async () => {
      const view = await createView(kernel, await readNewView(c.req.raw));
      c.header('Location', `/api/views/${view.id}`);
      return answer(c, view, 201);
    }),
  );

  routes.patch('/api/views/:id', (c) =>
    asUser(c, async () => {
      const expected = expectedVersion(c.req.header('If-Match'));
      return answer(
        c,
        await changeView(kernel, idOf(c), await readViewChanges(c.req.raw), expected),
      );
    }),
  );

  routes.delete('/api/views/:id', (c) =>
    asUser(c, async () => {
      await deleteView(kernel, idOf(c));
      return c.body(null, 204);
    }),
  );

  routes.post('/api/views/:id/restore', (c) =>
    asUser(c, async () => answer(c, await restoreView(kernel, idOf(c)))),
  );

  return routes;
}
