import { Hono } from 'hono';
import { leaseOf } from '../server/plugin-gate.ts';
import type { HostEnv } from '../server/host-env.ts';
import { isTimeZone } from '../settings/workspace-problems.ts';
import { auditedWork } from './audited-work.ts';
import { findAccount, setPasswordHash } from './credentials.ts';
import { errors } from './errors.ts';
import type { Identity } from './identity.ts';
import { endLoginChallenges } from './login-challenges.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { requireSession, requireWhole } from './permission.ts';
import { createBodyReader } from './request-body.ts';
import { visitorOf, type AddressOf } from './session-cookie.ts';
import { endSessions } from './sessions.ts';
import { withUsers } from './user-records.ts';

type Profile = {
  readonly name?: string;
  readonly locale?: 'en' | 'zh-CN' | null;
  readonly timeZone?: string | null;
};

const text = { type: 'string', minLength: 1, maxLength: 255 };

/** One's own profile and password. */
export function profileRoutes(identity: Identity, addressOf: AddressOf): Hono<HostEnv> {
  const { kernel, limits } = identity;
  const routes = new Hono<HostEnv>();
  const readProfile = createBodyReader<Profile>({
    name: { ...text, pattern: '\\S' },
    locale: { enum: ['en', 'zh-CN', null] },
    timeZone: { type: ['string', 'null'], maxLength: 100 },
  });
  const readPassword = createBodyReader<{ current: string; password: string }>(
    { current: { type: 'string', maxLength: 1000 }, password: { type: 'string', maxLength: 1000 } },
    ['current', 'password'],
  );

  routes.patch('/api/auth/profile', async (c) => {
    const userId = requireWhole(c.var.authenticated);
    const changes = await readProfile(c.req.raw);
    if (changes.timeZone && !isTimeZone(changes.timeZone)) {
      const detail = `There is no time zone “${changes.timeZone}”.`;
      throw errors.inputInvalid({}, { problems: [{ pointer: '/timeZone', detail }] });
    }
    const user = await withUsers(kernel, leaseOf(c), (users) => users.update(userId, changes));
    const { id, name, email, locale, timeZone } = user;
    return c.json({ user: { id, name, email, locale, timeZone } });
  });

  routes.post('/api/auth/password', async (c) => {
    const { userId, sessionId } = requireSession(c.var.authenticated);
    const { current, password } = await readPassword(c.req.raw);
    const account = await findAccount(kernel.database, userId);
    const address = visitorOf(c, addressOf).address ?? 'unknown';
    await limits.take('password', address, userId);
    if (!account?.passwordHash || !(await verifyPassword(current, account.passwordHash))) {
      const problems = [{ pointer: '/current', detail: 'This is not your current password.' }];
      throw errors.passwordWrong({}, { problems });
    }
    await limits.giveBack('password', address, userId);
    await identity.passwords.refuseWeak(password, account);
    const hash = await hashPassword(password);
    await auditedWork(kernel, leaseOf(c), async (sql, note) => {
      await setPasswordHash(sql, userId, hash, kernel.assembly.clock.now());
      await endSessions(sql, userId, sessionId);
      await endLoginChallenges(sql, userId);
      await note('passwordChanged', userId);
    });
    return c.body(null, 204);
  });

  return routes;
}
