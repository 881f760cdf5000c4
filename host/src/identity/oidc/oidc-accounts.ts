import { currentExecution, User, type Kernel, type Sql } from '@tessera/core';
import { findAccount, findAccountByEmail, maySignIn, normalizeEmail } from '../credentials.ts';
import type { Account } from '../credentials.ts';
import { audited, signingIn, type Caller } from '../sign-in-audit.ts';
import { errors } from './errors.ts';
import type { OidcPerson } from './oidc-client.ts';
import type { OidcProvider } from './oidc-providers.ts';

/**
 * The user whom a provider vouches for: who came in by it before, else by the address that it vouches for, else a new one where the
 * provider makes users.
 * @throws TesseraError `HOST_OIDC_ACCOUNT_MISSING`, `HOST_OIDC_EMAIL_UNVERIFIED`
 */
export async function admitOidcPerson(
  kernel: Kernel,
  provider: OidcProvider,
  person: OidcPerson,
  caller: Caller,
): Promise<Account> {
  const { database } = kernel;
  const linked = await findLinked(database, provider.id, person.subject);
  if (linked) return requireActive(await findAccount(database, linked));
  if (person.email === undefined) throw errors.oidcEmailUnverified();
  const email = normalizeEmail(person.email);
  if (!isOfDomain(email, provider.domains)) throw errors.oidcAccountMissing();
  const known = await findAccountByEmail(database, email);
  const account = requireActive(
    known ?? (await provision(kernel, provider, { ...person, email }, caller)),
  );
  await link(kernel, provider, person.subject, account, caller);
  return account;
}

async function findLinked(
  sql: Sql,
  providerId: string,
  subject: string,
): Promise<string | undefined> {
  const [row] = await sql.query<{ userId: string }>(
    'select user_id as "userId" from tessera.oidc_account where provider_id = $1 and subject = $2',
    [providerId, subject],
  );
  return row?.userId;
}

function requireActive(account: Account | undefined): Account {
  if (!account || !maySignIn(account) || account.audience !== 'staff')
    throw errors.oidcAccountMissing();
  return account;
}

function isOfDomain(email: string, domains: readonly string[]): boolean {
  return domains.length === 0 || domains.includes(email.slice(email.lastIndexOf('@') + 1));
}

async function link(
  kernel: Kernel,
  { id, label }: OidcProvider,
  subject: string,
  account: Account,
  caller: Caller,
): Promise<void> {
  await audited(kernel, signingIn(account), caller, async (sql, audit) => {
    const made = await sql.query(
      `insert into tessera.oidc_account (provider_id, subject, user_id, created_at) values ($1, $2, $3, $4)
       on conflict do nothing returning user_id`,
      [id, subject, account.id, kernel.assembly.clock.now()],
    );
    if (made.length > 0) await audit('providerLinked', account.id, { provider: [null, label] });
  });
}

/** Makes a user who may sign in, with the roles of the provider; of two at once one does, and both are in. */
async function provision(
  kernel: Kernel,
  provider: OidcProvider,
  { name, email }: { readonly name: string | undefined; readonly email: string },
  { address, requestId }: Caller,
): Promise<Account | undefined> {
  if (provider.provisioning !== 'create' || provider.domains.length === 0) return undefined;
  const principal = kernel.system(`signed in with ${provider.label}`);
  const made = kernel.run({ principal, source: 'system', address, requestId }, (assembly) => {
    const ctx = assembly.context('tessera');
    return ctx.transaction(async () => {
      const sql = currentExecution().transaction ?? kernel.database;
      await ctx.records(User).create({
        name: (name ?? email.split('@')[0] ?? email).slice(0, 200),
        email,
        status: 'active',
        roles: await existing(sql, provider.roles),
      });
    });
  });
  await made.catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'CORE_VALUE_TAKEN') throw error;
  });
  return findAccountByEmail(kernel.database, email);
}

async function existing(sql: Sql, roles: readonly string[]): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>(
    'select id from tessera.role where id = any($1::uuid[]) and deleted_at is null',
    [roles],
  );
  return rows.map(({ id }) => id);
}
