import {
  currentExecution,
  errors as coreErrors,
  handOver,
  isUuid,
  previewHandOver,
  User,
} from '@tessera/core';
import { Hono } from 'hono';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import { errors } from './errors.ts';
import type { Identity } from './identity.ts';
import { createBodyReader } from './request-body.ts';
import { requirePower } from './user-power.ts';

/** Giving the work of a leaver to somebody else. */
export function handOverRoutes({ kernel }: Identity): Hono<HostEnv> {
  const readHandOver = createBodyReader<{ to: string; fields?: string[] }>(
    {
      to: { type: 'string', maxLength: 36 },
      fields: { type: 'array', maxItems: 1000, items: { type: 'string', maxLength: 200 } },
    },
    ['to'],
  );
  const routes = new Hono<HostEnv>();

  routes.get('/api/tessera/users/:id/hand-over', async (c) => {
    const from = c.req.param('id');
    await requirePower(kernel, c.var.authenticated.principal, from);
    const records = await kernel.run(leaseOf(c), () => previewHandOver(currentExecution(), from));
    return c.json({ records }, 200, { 'Cache-Control': 'private, no-store' });
  });

  routes.post('/api/tessera/users/:id/hand-over', async (c) => {
    const { principal } = c.var.authenticated;
    const from = c.req.param('id');
    await requirePower(kernel, principal, from);
    const { to, fields } = await readHandOver(c.req.raw);
    await checkHeir(to);
    // Whoever holds all that the leaver holds may do it whatever else he may see; the audit names him.
    const lease = { ...leaseOf(c), principal: { ...principal, unlimited: true } };
    const handedOver = await kernel.run(lease, () =>
      handOver(currentExecution(), from, to, fields),
    );
    return c.json({ handedOver });
  });

  async function checkHeir(id: string): Promise<void> {
    const [heir] = isUuid(id)
      ? await kernel.database.query<{ fits: boolean }>(
          `select status = 'active' and audience is distinct from 'portal' as fits
           from tessera."user" where id = $1 and deleted_at is null`,
          [id],
        )
      : [];
    if (!heir) throw coreErrors.recordMissing({ entity: User.label.en, id });
    if (!heir.fits) throw errors.heirUnfit();
  }

  return routes;
}
