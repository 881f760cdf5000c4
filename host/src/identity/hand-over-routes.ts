import { currentExecution, handOver } from '@tessera/core';
import { Hono } from 'hono';
import type { Identity } from './identity.ts';
import { requirePermission } from './permission.ts';
import { createBodyReader } from './request-body.ts';

/** Giving what a leaver owns to somebody else. */
export function handOverRoutes(identity: Identity): Hono {
  const { kernel } = identity;
  const readHeir = createBodyReader<{ to: string }>({ to: { type: 'string', maxLength: 36 } }, [
    'to',
  ]);

  return new Hono().post('/api/tessera/users/:id/hand-over', async (c) => {
    const { principal } = await identity.authenticate(c.req.raw);
    requirePermission(kernel, principal, 'tessera.user.manage');
    const { to } = await readHeir(c.req.raw);
    // Whoever manages users may do it whatever else he may see; the audit names him.
    const handedOver = await kernel.run(
      { principal: { ...principal, unlimited: true }, source: 'ui' },
      () => handOver(currentExecution(), c.req.param('id'), to),
    );
    return c.json({ handedOver });
  });
}
