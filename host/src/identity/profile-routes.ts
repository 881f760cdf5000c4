import { isUuid } from '@tessera/core';
import { Hono } from 'hono';
import { createApiToken, listApiTokens, revokeApiToken } from './api-tokens.ts';
import type { Authenticated } from './authentication.ts';
import { findAccount, setPasswordHash } from './credentials.ts';
import { errors } from './errors.ts';
import type { Identity } from './identity.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { requireUser } from './permission.ts';
import { createBodyReader } from './request-body.ts';
import { visitorOf, type AddressOf } from './session-cookie.ts';
import { endSession, endSessions, listSessions } from './sessions.ts';
import { refuseWeakPassword } from './setup.ts';
import { withUsers } from './user-records.ts';
import { isTimeZone } from '../settings/workspace-problems.ts';

type Profile = {
  readonly name?: string;
  readonly locale?: 'en' | 'zh-CN' | null;
  readonly timeZone?: string | null;
};

const text = { type: 'string', minLength: 1, maxLength: 255 };

/** One's own profile, password, API tokens and sessions. */
export function profileRoutes(identity: Identity, addressOf: AddressOf): Hono {
  const { kernel, limits } = identity;
  const routes = new Hono();
  const readProfile = createBodyReader<Profile>({
    name: { ...text, pattern: '\\S' },
    locale: { enum: ['en', 'zh-CN', null] },
    timeZone: { type: ['string', 'null'], maxLength: 100 },
  });
  const readToken = createBodyReader<{ name: string; expiresAt?: string | null }>(
    { name: { ...text, maxLength: 100 }, expiresAt: { type: ['string', 'null'] } },
    ['name'],
  );
  const readPassword = createBodyReader<{ current: string; password: string }>(
    { current: { type: 'string', maxLength: 1000 }, password: { type: 'string', maxLength: 1000 } },
    ['current', 'password'],
  );
  const now = (): Date => kernel.assembly.clock.now();

  routes.patch('/api/auth/profile', async (c) => {
    const { principal } = await identity.authenticate(c.req.raw);
    const userId = requireUser(principal);
    const changes = await readProfile(c.req.raw);
    if (changes.timeZone && !isTimeZone(changes.timeZone)) {
      const detail = `There is no time zone “${changes.timeZone}”.`;
      throw errors.inputInvalid({}, { problems: [{ pointer: '/timeZone', detail }] });
    }
    const user = await withUsers(kernel, principal, (users) => users.update(userId, changes));
    const { id, name, email, locale, timeZone } = user;
    return c.json({ user: { id, name, email, locale, timeZone } });
  });

  routes.post('/api/auth/password', async (c) => {
    const found = await identity.authenticate(c.req.raw);
    const { userId, sessionId } = requireSession(found);
    const { current, password } = await readPassword(c.req.raw);
    const account = await findAccount(kernel.database, userId);
    const address = visitorOf(c, addressOf).address ?? 'unknown';
    await limits.take('password', address, userId);
    if (!account?.passwordHash || !(await verifyPassword(current, account.passwordHash))) {
      const problems = [{ pointer: '/current', detail: 'This is not your current password.' }];
      throw errors.passwordWrong({}, { problems });
    }
    await limits.giveBack('password', address, userId);
    refuseWeakPassword(password, [account.name, account.email]);
    const hash = await hashPassword(password);
    await kernel.database.transaction(async (sql) => {
      await setPasswordHash(sql, userId, hash, now());
      await endSessions(sql, userId, sessionId);
    });
    return c.body(null, 204);
  });

  routes.get('/api/auth/tokens', async (c) => {
    const userId = requireUser((await identity.authenticate(c.req.raw)).principal);
    return c.json(await listApiTokens(kernel.database, userId));
  });

  routes.post('/api/auth/tokens', async (c) => {
    const { userId } = requireSession(await identity.authenticate(c.req.raw));
    const { name, expiresAt } = await readToken(c.req.raw);
    const ends = expiresAt ? new Date(expiresAt) : undefined;
    if (ends && !(ends > now())) {
      const problems = [
        {
          pointer: '/expiresAt',
          detail: 'Give a moment in the future, for example 2027-01-31T00:00:00Z.',
        },
      ];
      throw errors.inputInvalid({}, { problems });
    }
    c.header('Cache-Control', 'no-store');
    return c.json(await createApiToken(kernel.database, userId, name.trim(), ends, now()), 201);
  });

  routes.delete('/api/auth/tokens/:id', async (c) => {
    const userId = requireUser((await identity.authenticate(c.req.raw)).principal);
    const id = c.req.param('id');
    if (!isUuid(id) || !(await revokeApiToken(kernel.database, userId, id)))
      throw errors.tokenMissing({ id });
    return c.body(null, 204);
  });

  routes.get('/api/auth/sessions', async (c) => {
    const { principal, session } = await identity.authenticate(c.req.raw);
    const sessions = await listSessions(kernel.database, requireUser(principal), now());
    return c.json(sessions.map((one) => ({ ...one, current: one.id === session?.id })));
  });

  routes.delete('/api/auth/sessions/:id', async (c) => {
    const userId = requireUser((await identity.authenticate(c.req.raw)).principal);
    const id = c.req.param('id');
    if (!isUuid(id) || !(await endSession(kernel.database, userId, id)))
      throw errors.sessionMissing({ id });
    return c.body(null, 204);
  });

  return routes;
}

/** What would outlive a stolen API token needs a session. @throws TesseraError `HOST_SESSION_NEEDED` */
function requireSession({ principal, session }: Authenticated): {
  userId: string;
  sessionId: string;
} {
  const userId = requireUser(principal);
  if (!session) throw errors.sessionNeeded();
  return { userId, sessionId: session.id };
}
