import { anonymousPrincipal, type Kernel, type Principal, type Sql } from '@tessera/core';
import type { Context } from 'hono';
import type { HostEnv } from '../server/host-env.ts';
import { auditedWork } from './audited-work.ts';
import { visitorOf, type AddressOf } from './session-cookie.ts';
import type { Visitor } from './sessions.ts';

/** Where a request comes from, as the audit names it. */
export interface Caller extends Visitor {
  readonly requestId?: string | undefined;
}

/** What is written about signing in. */
export type SignInAction =
  | 'signIn'
  | 'signInFailed'
  | 'passwordReset'
  | 'passwordChanged'
  | 'secondFactorOn'
  | 'secondFactorOff'
  | 'recoveryCodesReplaced'
  | 'providerLinked';

/** Writes an entry about a user, in the transaction that runs. */
export type Audit = (
  action: SignInAction,
  userId: string,
  changes?: Readonly<Record<string, [unknown, unknown]>>,
) => Promise<void>;

const FAILED_EVERY_MS = 60_000;

export function callerOf(c: Context, addressOf: AddressOf): Caller {
  const { requestId } = (c as Context<HostEnv>).var;
  return { ...visitorOf(c, addressOf), requestId };
}

/** A user who acts on himself before, or while, he signs in: has no rights of his own in it. */
export function signingIn(user: { readonly id: string; readonly name: string }): Principal {
  return { ...anonymousPrincipal(), kind: 'user', userId: user.id, name: user.name };
}

/** Works in one transaction, together with what the audit is told of it. */
export function audited<T>(
  kernel: Kernel,
  principal: Principal,
  { address, requestId }: Caller,
  work: (sql: Sql, audit: Audit) => Promise<T>,
): Promise<T> {
  return auditedWork(kernel, { principal, source: 'ui', address, requestId }, work);
}

/** A wrong password or code of a known user; once a minute, so that guessing does not fill the audit. */
export async function auditFailure(
  kernel: Kernel,
  userId: string,
  caller: Caller,
  factor: 'password' | 'secondFactor',
): Promise<void> {
  const since = new Date(kernel.assembly.clock.now().getTime() - FAILED_EVERY_MS);
  await audited(kernel, anonymousPrincipal(), caller, async (sql, audit) => {
    // Of several at once the first one writes, and the others find it.
    await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `signInFailed ${userId}`,
    ]);
    const known = await sql.query(
      `select 1 from tessera.audit
       where record_id = $1 and entity = 'tessera.user' and action = 'signInFailed' and at > $2 limit 1`,
      [userId, since],
    );
    if (known.length === 0) await audit('signInFailed', userId, { method: [null, factor] });
  });
}
