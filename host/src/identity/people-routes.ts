import { errors as coreErrors, isUuid, loadAnyPrincipal, User } from '@tessera/core';
import { Hono, type Context } from 'hono';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import { listAllApiTokens, listApiTokens, revokeApiToken } from './api-tokens.ts';
import { auditedWork } from './audited-work.ts';
import { errors } from './errors.ts';
import type { Identity } from './identity.ts';
import { endSession, endSessions, listAllSessions, listSessions } from './sessions.ts';
import { requireManager, requirePower } from './user-power.ts';

const MOST_A_PAGE = 500;
const USUAL_PAGE = 100;

/** The API tokens and sessions of others, for those who manage users. */
export function peopleRoutes(identity: Identity): Hono<HostEnv> {
  const { kernel } = identity;
  const { database } = kernel;
  const routes = new Hono<HostEnv>();
  const now = (): Date => kernel.assembly.clock.now();
  /** Reading needs no more than managing users; ending something needs to hold all that the user holds. */
  const managed = async (c: Context<HostEnv>): Promise<string> => {
    requireManager(kernel, c.var.authenticated.principal);
    const id = c.req.param('id') ?? '';
    if (!isUuid(id) || !(await loadAnyPrincipal(database, id)))
      throw coreErrors.recordMissing({ entity: User.label.en, id });
    return id;
  };
  const mastered = async (c: Context<HostEnv>): Promise<string> => {
    const id = c.req.param('id') ?? '';
    await requirePower(kernel, c.var.authenticated.principal, id);
    return id;
  };

  routes.get('/api/access/tokens', async (c) => {
    requireManager(kernel, c.var.authenticated.principal);
    return c.json(await listAllApiTokens(database, readPage(c)), 200, NO_STORE);
  });
  routes.get('/api/access/sessions', async (c) => {
    requireManager(kernel, c.var.authenticated.principal);
    const sessions = await listAllSessions(database, now(), identity.signInPolicy(), readPage(c));
    return c.json(sessions, 200, NO_STORE);
  });

  routes.get('/api/tessera/users/:id/tokens', async (c) =>
    c.json(await listApiTokens(database, await managed(c)), 200, NO_STORE),
  );
  routes.delete('/api/tessera/users/:id/tokens/:token', async (c) => {
    const userId = await mastered(c);
    const id = c.req.param('token');
    await auditedWork(kernel, leaseOf(c), async (sql, note) => {
      const name = isUuid(id) ? await revokeApiToken(sql, userId, id) : undefined;
      if (name === undefined) throw errors.tokenMissing({ id });
      await note('tokenRevoked', userId, { token: [{ id, name }, null] });
    });
    return c.body(null, 204);
  });

  routes.get('/api/tessera/users/:id/sessions', async (c) => {
    const sessions = await listSessions(database, await managed(c), now(), identity.signInPolicy());
    const current = c.var.authenticated.session?.id;
    return c.json(
      sessions.map((one) => ({ ...one, current: one.id === current })),
      200,
      NO_STORE,
    );
  });
  routes.delete('/api/tessera/users/:id/sessions/:session', async (c) => {
    const userId = await mastered(c);
    const id = c.req.param('session');
    await auditedWork(kernel, leaseOf(c), async (sql, note) => {
      if (!isUuid(id) || !(await endSession(sql, userId, id))) throw errors.sessionMissing({ id });
      await note('sessionEnded', userId, { sessions: [1, null] });
    });
    return c.body(null, 204);
  });
  routes.delete('/api/tessera/users/:id/sessions', async (c) => {
    const userId = await mastered(c);
    await auditedWork(kernel, leaseOf(c), async (sql, note) => {
      const ended = await endSessions(sql, userId);
      if (ended > 0) await note('sessionEnded', userId, { sessions: [ended, null] });
    });
    return c.body(null, 204);
  });

  return routes;
}

const NO_STORE = { 'Cache-Control': 'private, no-store' };

/** `_start` and `_end`. @throws TesseraError `CORE_REQUEST_INVALID` */
function readPage(c: Context<HostEnv>): { readonly offset: number; readonly limit: number } {
  const start = Number(c.req.query('_start') ?? 0);
  const end = Number(c.req.query('_end') ?? start + USUAL_PAGE);
  const isPage = Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0;
  if (!isPage || end < start || end - start > MOST_A_PAGE)
    throw coreErrors.requestInvalid({
      reason: `“_start” and “_end” must be whole numbers, the end not before the start and at most ${MOST_A_PAGE} behind it.`,
    });
  return { offset: start, limit: end - start };
}
