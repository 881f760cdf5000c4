import { errors as coreErrors, isUuid, loadAnyPrincipal, User } from '@tessera/core';
import { Hono } from 'hono';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import type { Identity } from './identity.ts';
import { requirePermission, requireSession } from './permission.ts';
import { createBodyReader } from './request-body.ts';
import { beginView, endView, IMPERSONATE } from './viewing.ts';

/** Looking through the eyes of another user. */
export function viewAsRoutes({ kernel }: Identity): Hono<HostEnv> {
  const readView = createBodyReader<{ user: string; reason: string }>(
    {
      user: { type: 'string', maxLength: 36 },
      reason: { type: 'string', minLength: 1, maxLength: 500, pattern: '\\S' },
    },
    ['user', 'reason'],
  );
  const routes = new Hono<HostEnv>();

  routes.post('/api/access/view-as', async (c) => {
    const { principal } = c.var.authenticated;
    requirePermission(kernel, principal, IMPERSONATE);
    const { sessionId } = requireSession(c.var.authenticated);
    const { user: id, reason } = await readView(c.req.raw);
    const seen = isUuid(id) ? await loadAnyPrincipal(kernel.database, id) : undefined;
    if (!seen) throw coreErrors.recordMissing({ entity: User.label.en, id });
    const { name } = seen.principal;
    const lease = { ...leaseOf(c), reason: reason.trim() };
    await beginView(kernel, lease, sessionId, { id: id.toLowerCase(), name });
    return c.body(null, 204);
  });

  routes.delete('/api/access/view-as', async (c) => {
    const { session } = c.var.authenticated;
    const { sessionId } = requireSession(c.var.authenticated);
    const lease = { ...leaseOf(c), principal: session?.viewer ?? c.var.authenticated.principal };
    await endView(kernel, lease, sessionId, 'asked');
    return c.body(null, 204);
  });

  return routes;
}
