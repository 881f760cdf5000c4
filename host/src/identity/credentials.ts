import type { Sql } from '@tessera/core';
import type { Audience } from './opaque-token.ts';

/** A user as signing in sees him. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly status: string;
  /** Those who work here, or those who come from outside. */
  readonly audience: Audience;
  readonly locale: string | null;
  readonly timeZone: string | null;
  /** Null for somebody who has no password. */
  readonly passwordHash: string | null;
  /** Has signed in with a provider of identities. */
  readonly hasProvider: boolean;
}

const SELECT = `
  select u.id, u.name, u.email, u.status, coalesce(u.audience, 'staff') as audience, u.locale, u.time_zone as "timeZone", c.password_hash as "passwordHash",
    exists (select from tessera.oidc_account o where o.user_id = u.id) as "hasProvider"
  from tessera."user" u left join tessera.credential c on c.user_id = u.id
  where u.deleted_at is null and`;

export async function findAccountByEmail(sql: Sql, email: string): Promise<Account | undefined> {
  const [account] = await sql.query<Account>(`${SELECT} u.email = $1`, [normalizeEmail(email)]);
  return account;
}

export async function findAccount(sql: Sql, userId: string): Promise<Account | undefined> {
  const [account] = await sql.query<Account>(`${SELECT} u.id = $1`, [userId]);
  return account;
}

/** Whether somebody may sign in at all, once he has shown who he is. */
export function maySignIn({ status }: Account): boolean {
  return status === 'active';
}

/** Sets a password; a link for choosing another, which may lie in a mailbox that is not his alone, ends with that. */
export async function setPasswordHash(
  sql: Sql,
  userId: string,
  hash: string,
  now: Date,
): Promise<void> {
  await sql.query(
    `with ended as (delete from tessera.password_reset where user_id = $1)
     insert into tessera.credential (user_id, password_hash, changed_at) values ($1, $2, $3)
     on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at`,
    [userId, hash, now],
  );
}

/** An address as the record of a user keeps it. */
export function normalizeEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}
