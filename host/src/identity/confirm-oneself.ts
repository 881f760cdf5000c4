import type { Authenticated } from './authentication.ts';
import { findAccount, type Account } from './credentials.ts';
import { errors } from './errors.ts';
import type { Identity } from './identity.ts';
import { requireUser } from './permission.ts';
import type { Caller } from './sign-in-audit.ts';

const FRESH_MS = 15 * 60_000;

/**
 * Makes sure that it is still the user who sits there, before something that a stolen session must not do: by the password, or by a fresh
 * session of somebody who signs in without one.
 * @throws TesseraError `HOST_SESSION_NEEDED`, `HOST_SESSION_OLD`, `HOST_PASSWORD_WRONG`, `HOST_TRIES_TOO_MANY`
 */
export async function confirmOneself(
  identity: Identity,
  { principal, session }: Authenticated,
  sent: { readonly password?: string },
  { address = 'unknown' }: Caller,
): Promise<{ readonly account: Account }> {
  const { kernel, limits, passwords } = identity;
  const userId = requireUser(principal);
  const account = await findAccount(kernel.database, userId);
  if (!session || !account) throw errors.sessionNeeded();
  if (!account.passwordHash) {
    if (!(await isFresh(identity, session.id))) throw errors.sessionOld();
    return { account };
  }
  await limits.take('password', address, userId);
  if (!(await passwords.isRight(sent.password ?? '', account.passwordHash))) {
    const problems = [{ pointer: '/password', detail: 'This is not your current password.' }];
    throw errors.passwordWrong({}, { problems });
  }
  await limits.giveBack('password', address, userId);
  return { account };
}

async function isFresh({ kernel }: Identity, sessionId: string): Promise<boolean> {
  const since = new Date(kernel.assembly.clock.now().getTime() - FRESH_MS);
  const found = await kernel.database.query(
    'select 1 from tessera.session where id = $1 and created_at > $2',
    [sessionId, since],
  );
  return found.length > 0;
}
