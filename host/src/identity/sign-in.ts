import type { Sql } from '@tessera/core';
import { findAccount, findAccountByEmail, maySignIn, normalizeEmail } from './credentials.ts';
import { errors } from './errors.ts';
import type { Identity } from './identity.ts';
import {
  createLoginChallenge,
  takeLoginChallenge,
  tryLoginChallenge,
  type FirstFactor,
  type LoginChallenge,
} from './login-challenges.ts';
import { hashToken } from './opaque-token.ts';
import { findSecondFactor, useSecondFactor } from './second-factors.ts';
import { beginSession } from './sessions.ts';
import { auditFailure, audited, signingIn, type Caller } from './sign-in-audit.ts';

type Person = { readonly id: string; readonly name: string };

/** Somebody who is in: the token is that of a new session, never of one that was there before. */
export interface SignedIn {
  readonly user: Person;
  readonly token: string;
}

/** In, or half-way. */
export type SignInOutcome = SignedIn | { readonly secondFactor: LoginChallenge };

/**
 * Signs in with a password. The work before the answer is the same whatever is wrong.
 * @throws TesseraError `HOST_LOGIN_WRONG` whatever the reason, `HOST_TRIES_TOO_MANY`.
 */
export async function signInByPassword(
  identity: Identity,
  email: string,
  password: string,
  caller: Caller,
): Promise<SignInOutcome> {
  const { kernel, limits, passwords, afterwards } = identity;
  const address = caller.address ?? 'unknown';
  const name = normalizeEmail(email);
  await limits.take('login', address, name);
  const account = await findAccountByEmail(kernel.database, name);
  const isRight = await passwords.isRight(password, account?.passwordHash);
  if (!account || !isRight || !maySignIn(account)) {
    if (account)
      afterwards.begin('the audit of a failed sign-in', () =>
        auditFailure(kernel, account.id, caller, 'password'),
      );
    throw errors.loginWrong();
  }
  await limits.giveBack('login', address, name);
  return passFirstFactor(identity, account, 'password', caller, account.passwordHash);
}

/** Who has a second factor of ours is asked for it; others are in. */
export async function passFirstFactor(
  identity: Identity,
  { id, name }: Person,
  method: FirstFactor,
  caller: Caller,
  passwordHash?: string | null,
): Promise<SignInOutcome> {
  const { database, assembly } = identity.kernel;
  if (await findSecondFactor(database, id)) {
    const now = assembly.clock.now();
    return { secondFactor: await createLoginChallenge(database, id, method, now) };
  }
  return startSession(identity, { id, name }, { method, passwordHash }, caller);
}

/**
 * The second step: a code of the app, or a recovery code.
 * @throws TesseraError `HOST_CHALLENGE_ENDED`, `HOST_SECOND_FACTOR_WRONG`, `HOST_TRIES_TOO_MANY`.
 */
export async function signInBySecondFactor(
  identity: Identity,
  challenge: string,
  code: string,
  caller: Caller,
): Promise<SignedIn> {
  const { kernel, box, limits, afterwards } = identity;
  const { database } = kernel;
  const now = kernel.assembly.clock.now();
  const tried = await tryLoginChallenge(database, challenge, now);
  const account = tried && (await findAccount(database, tried.userId));
  if (!account || !maySignIn(account)) throw errors.challengeEnded();
  const address = caller.address ?? 'unknown';
  await limits.take('second-factor', address, account.id);
  if (!(await useSecondFactor(database, box, account.id, code, now))) {
    afterwards.begin('the audit of a failed sign-in', () =>
      auditFailure(kernel, account.id, caller, 'secondFactor'),
    );
    const problems = [{ pointer: '/code', detail: 'This code is not right, or was used already.' }];
    throw errors.secondFactorWrong({}, { problems });
  }
  if (!(await takeLoginChallenge(database, challenge))) throw errors.challengeEnded();
  await limits.giveBack('second-factor', address, account.id);
  return startSession(identity, account, { method: tried.method, secondFactor: 'own' }, caller);
}

/** How somebody came in. */
export interface Entrance {
  readonly method: FirstFactor | 'setup' | 'invitation';
  /** Who has seen a second factor: we, or the provider of OIDC. */
  readonly secondFactor?: 'own' | 'provider';
  /** The password that was shown, as it is stored. */
  readonly passwordHash?: string | null | undefined;
}

/**
 * Begins a session and writes down that somebody has signed in.
 * @throws TesseraError `HOST_LOGIN_WRONG` when he was suspended, or his password changed, since he was let in
 */
export async function startSession(
  { kernel, signInPolicy }: Identity,
  { id, name }: Person,
  { method, secondFactor, passwordHash }: Entrance,
  caller: Caller,
): Promise<SignedIn> {
  const token = await audited(kernel, signingIn({ id, name }), caller, async (sql, audit) => {
    await requireStanding(sql, id, passwordHash);
    const begun = await beginSession(sql, id, caller, kernel.assembly.clock.now(), signInPolicy());
    if (secondFactor) await markSession(sql, begun, secondFactor);
    const factor = secondFactor ? { secondFactor: [null, secondFactor] as [null, string] } : {};
    await audit('signIn', id, { method: [null, method], ...factor });
    return begun;
  });
  return { user: { id, name }, token };
}

/** Looks again, and keeps whoever ends sessions waiting: a session that begins now would outlive that. */
async function requireStanding(
  sql: Sql,
  userId: string,
  passwordHash: string | null | undefined,
): Promise<void> {
  const active = await sql.query(
    `select 1 from tessera."user" where id = $1 and deleted_at is null and status = 'active' for share`,
    [userId],
  );
  if (active.length === 0) throw errors.loginWrong();
  if (!passwordHash) return;
  const same = await sql.query(
    'select 1 from tessera.credential where user_id = $1 and password_hash = $2 for share',
    [userId, passwordHash],
  );
  if (same.length === 0) throw errors.loginWrong();
}

async function markSession(
  sql: Sql,
  token: string,
  secondFactor: 'own' | 'provider',
): Promise<void> {
  await sql.query('update tessera.session set second_factor = $2 where token_hash = $1', [
    hashToken(token),
    secondFactor,
  ]);
}
