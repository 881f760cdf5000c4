import { isUuid, type TokenScopes } from '@tessera/core';
import { Hono } from 'hono';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import { createApiToken, listApiTokens, revokeApiToken } from './api-tokens.ts';
import { auditedWork } from './audited-work.ts';
import { errors } from './errors.ts';
import type { Identity } from './identity.ts';
import { requireSession, requireUser, requireWhole } from './permission.ts';
import { createBodyReader } from './request-body.ts';
import { endSession, listSessions } from './sessions.ts';
import { checkScopes, scopesSchema } from './token-scopes.ts';

interface TokenBody {
  readonly name: string;
  readonly expiresAt?: string | null;
  readonly scopes?: TokenScopes;
}

/** One's own API tokens and sessions. */
export function credentialRoutes(identity: Identity): Hono<HostEnv> {
  const { kernel } = identity;
  const routes = new Hono<HostEnv>();
  const readToken = createBodyReader<TokenBody>(
    {
      name: { type: 'string', minLength: 1, maxLength: 100, pattern: '\\S' },
      expiresAt: { type: ['string', 'null'] },
      scopes: scopesSchema,
    },
    ['name'],
  );
  const now = (): Date => kernel.assembly.clock.now();

  routes.get('/api/auth/tokens', async (c) => {
    const userId = requireUser(c.var.authenticated.principal);
    return c.json(await listApiTokens(kernel.database, userId));
  });

  routes.post('/api/auth/tokens', async (c) => {
    const { userId } = requireSession(c.var.authenticated);
    const body = await readToken(c.req.raw);
    const { scopes } = body;
    const ends = readEnd(body.expiresAt, now());
    if (scopes) checkScopes(kernel, c.var.authenticated.principal, scopes);
    const name = body.name.trim();
    const made = await auditedWork(kernel, leaseOf(c), async (sql, note) => {
      const token = await createApiToken(sql, userId, name, ends, now(), scopes);
      await note('tokenCreated', userId, {
        token: [null, { id: token.id, name }],
        scopes: [null, scopes ?? null],
        expiresAt: [null, ends?.toISOString() ?? null],
      });
      return token;
    });
    c.header('Cache-Control', 'no-store');
    return c.json(made, 201);
  });

  routes.delete('/api/auth/tokens/:id', async (c) => {
    const userId = requireWhole(c.var.authenticated);
    const id = c.req.param('id');
    await auditedWork(kernel, leaseOf(c), async (sql, note) => {
      const name = isUuid(id) ? await revokeApiToken(sql, userId, id) : undefined;
      if (name === undefined) throw errors.tokenMissing({ id });
      await note('tokenRevoked', userId, { token: [{ id, name }, null] });
    });
    return c.body(null, 204);
  });

  routes.get('/api/auth/sessions', async (c) => {
    const { principal, session } = c.var.authenticated;
    const userId = requireUser(principal);
    const sessions = await listSessions(kernel.database, userId, now(), identity.signInPolicy());
    return c.json(sessions.map((one) => ({ ...one, current: one.id === session?.id })));
  });

  routes.delete('/api/auth/sessions/:id', async (c) => {
    const userId = requireWhole(c.var.authenticated);
    const id = c.req.param('id');
    await auditedWork(kernel, leaseOf(c), async (sql, note) => {
      if (!isUuid(id) || !(await endSession(sql, userId, id))) throw errors.sessionMissing({ id });
      await note('sessionEnded', userId, { sessions: [1, null] });
    });
    return c.body(null, 204);
  });

  return routes;
}

/** @throws TesseraError `HOST_INPUT_INVALID` when it is no moment in the future */
function readEnd(text: string | null | undefined, now: Date): Date | undefined {
  if (!text) return undefined;
  const ends = new Date(text);
  // The largest year that PostgreSQL and browsers write in the same way.
  if (ends > now && ends.getUTCFullYear() <= 9999) return ends;
  const detail = 'Give a moment in the future, for example 2027-01-31T00:00:00Z.';
  throw errors.inputInvalid({}, { problems: [{ pointer: '/expiresAt', detail }] });
}
