import { currentExecution, User, type Principal } from '@tessera/core';
import { Hono } from 'hono';
import { guardUser } from '../platform/user-guards.ts';
import { refusalError } from '../platform/refusal.ts';
import { errors } from './errors.ts';
import type { Identity } from './identity.ts';
import { endLoginChallenges } from './login-challenges.ts';
import { confirmOneself } from './confirm-oneself.ts';
import { requirePermission, requireUser } from './permission.ts';
import { createBodyReader } from './request-body.ts';
import { replaceRecoveryCodes } from './recovery-codes.ts';
import { createSecondFactorGate } from './second-factor-gate.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  findSecondFactor,
  removeSecondFactor,
  useSecondFactor,
} from './second-factors.ts';
import type { AddressOf } from './session-cookie.ts';
import { endSessions } from './sessions.ts';
import { audited, callerOf, type Caller } from './sign-in-audit.ts';
import { totpUri } from './totp.ts';

const password = { type: 'string', maxLength: 1000 };
const code = { type: 'string', minLength: 1, maxLength: 20 };

/** One's own second factor, and taking it from somebody who has lost it. */
export function secondFactorRoutes(identity: Identity, addressOf: AddressOf): Hono {
  const { kernel, settings, box, limits } = identity;
  const { database } = kernel;
  const gate = createSecondFactorGate(identity);
  const routes = new Hono();
  const readPassword = createBodyReader<{ password?: string }>({ password });
  const readCode = createBodyReader<{ code: string }>({ code }, ['code']);
  const readBoth = createBodyReader<{ password?: string; code: string }>({ password, code }, [
    'code',
  ]);
  const now = (): Date => kernel.assembly.clock.now();

  /** A code is tried as rarely as a password. */
  const tryCode = async (
    { address }: Caller,
    userId: string,
    attempt: () => Promise<boolean>,
  ): Promise<void> => {
    await limits.take('second-factor', address ?? 'unknown', userId);
    if (!(await attempt())) {
      const detail = 'This code is not right, or was used already.';
      throw errors.secondFactorWrong({}, { problems: [{ pointer: '/code', detail }] });
    }
    await limits.giveBack('second-factor', address ?? 'unknown', userId);
  };

  routes.get('/api/auth/second-factor', async (c) => {
    const { principal } = await identity.authenticate(c.req.raw);
    const found = await findSecondFactor(database, requireUser(principal));
    c.header('Cache-Control', 'no-store');
    return c.json({
      enabled: found !== undefined,
      since: found?.since ?? null,
      recoveryCodesLeft: found?.recoveryCodesLeft ?? 0,
      isRequired: gate.isRequired(principal),
    });
  });

  routes.post('/api/auth/second-factor/begin', async (c) => {
    const found = await identity.authenticate(c.req.raw);
    const sent = await readPassword(c.req.raw);
    const { account } = await confirmOneself(identity, found, sent, callerOf(c, addressOf));
    const secret = await beginSecondFactor(database, box, account.id, now());
    if (secret === undefined) throw errors.secondFactorOn();
    const uri = totpUri(secret, settings.workspace.name, account.email ?? account.name);
    c.header('Cache-Control', 'no-store');
    return c.json({ secret, uri });
  });

  routes.post('/api/auth/second-factor', async (c) => {
    const { principal, session } = await identity.authenticate(c.req.raw);
    const userId = requireUser(principal);
    if (!session) throw errors.sessionNeeded();
    const sent = await readCode(c.req.raw);
    const caller = callerOf(c, addressOf);
    const recoveryCodes = await audited(kernel, principal, caller, async (sql, audit) => {
      await tryCode(caller, userId, () =>
        confirmSecondFactor(sql, box, userId, sent.code.trim(), now()),
      );
      await endSessions(sql, userId, session.id);
      await endLoginChallenges(sql, userId);
      await audit('secondFactorOn', userId);
      return replaceRecoveryCodes(sql, userId);
    });
    c.header('Cache-Control', 'no-store');
    return c.json({ recoveryCodes });
  });

  routes.post('/api/auth/second-factor/recovery-codes', async (c) => {
    const found = await identity.authenticate(c.req.raw);
    const sent = await readPassword(c.req.raw);
    const caller = callerOf(c, addressOf);
    const { account } = await confirmOneself(identity, found, sent, caller);
    if (!(await findSecondFactor(database, account.id))) throw errors.secondFactorOff();
    const recoveryCodes = await audited(kernel, found.principal, caller, async (sql, audit) => {
      await audit('recoveryCodesReplaced', account.id);
      return replaceRecoveryCodes(sql, account.id);
    });
    c.header('Cache-Control', 'no-store');
    return c.json({ recoveryCodes });
  });

  routes.delete('/api/auth/second-factor', async (c) => {
    const found = await identity.authenticate(c.req.raw);
    const sent = await readBoth(c.req.raw);
    const caller = callerOf(c, addressOf);
    const { account } = await confirmOneself(identity, found, sent, caller);
    if (!(await findSecondFactor(database, account.id))) throw errors.secondFactorOff();
    await tryCode(caller, account.id, () =>
      useSecondFactor(database, box, account.id, sent.code, now()),
    );
    await audited(kernel, found.principal, caller, async (sql, audit) => {
      if (await removeSecondFactor(sql, account.id)) await audit('secondFactorOff', account.id);
    });
    return c.body(null, 204);
  });

  routes.delete('/api/tessera/users/:id/second-factor', async (c) => {
    const { principal } = await identity.authenticate(c.req.raw);
    requirePermission(kernel, principal, 'tessera.user.manage');
    const id = c.req.param('id').toLowerCase();
    if (id === principal.userId) throw errors.secondFactorOwn();
    await takeFrom(identity, principal, id, callerOf(c, addressOf));
    return c.body(null, 204);
  });

  return routes;
}

/** For somebody who has lost his phone, by whoever may write his record: so not from those who may do more. */
async function takeFrom(
  { kernel }: Identity,
  principal: Principal,
  id: string,
  caller: Caller,
): Promise<void> {
  await audited(kernel, principal, caller, async (sql, audit) => {
    const ctx = currentExecution().assembly.context('tessera');
    const user = await ctx.records(User).get(id);
    const write = { action: 'update', before: { ...user }, values: {}, history: false } as const;
    const refusal = await guardUser(ctx, write);
    if (refusal) throw refusalError(refusal);
    if (!(await removeSecondFactor(sql, id))) throw errors.secondFactorOff();
    // Whoever found the phone may be in.
    await endSessions(sql, id);
    await endLoginChallenges(sql, id);
    await audit('secondFactorOff', id);
  });
}
