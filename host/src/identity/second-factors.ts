import type { Sql } from '@tessera/core';
import type { SecretBox } from '../settings/secret-box.ts';
import { isRecoveryCode, useRecoveryCode } from './recovery-codes.ts';
import { createTotpSecret, findTotpStep } from './totp.ts';

/** The second factor of a user, as he sees it. */
export interface SecondFactor {
  readonly since: string;
  readonly recoveryCodesLeft: number;
}

/** The second factor of a user; undefined when he has none. */
export async function findSecondFactor(
  sql: Sql,
  userId: string,
): Promise<SecondFactor | undefined> {
  const [found] = await sql.query<SecondFactor>(
    `select since, (select count(*)::int from tessera.recovery_code r where r.user_id = f.user_id) as "recoveryCodesLeft"
     from tessera.second_factor f where user_id = $1 and since is not null`,
    [userId],
  );
  return found;
}

/** Keeps a new secret that waits for its first code; undefined when the user has a second factor already. */
export async function beginSecondFactor(
  sql: Sql,
  box: SecretBox,
  userId: string,
  now: Date,
): Promise<string | undefined> {
  const secret = createTotpSecret();
  const begun = await sql.query(
    `insert into tessera.second_factor (user_id, secret, begun_at) values ($1, $2, $3)
     on conflict (user_id) do update set secret = excluded.secret, begun_at = excluded.begun_at, last_step = 0
       where second_factor.since is null
     returning user_id`,
    [userId, box.close(secret), now],
  );
  return begun.length > 0 ? secret : undefined;
}

/** Switches the secret that waits on, when the code is one of it; answers whether it was. */
export async function confirmSecondFactor(
  sql: Sql,
  box: SecretBox,
  userId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const stored = await readSecret(sql, userId, 'since is null');
  const step = stored && findTotpStep(box.open(stored), code, now);
  if (step === undefined) return false;
  const confirmed = await sql.query(
    `update tessera.second_factor set since = $3, last_step = $4
     where user_id = $1 and since is null and secret = $2 returning user_id`,
    [userId, stored, now, step],
  );
  return confirmed.length > 0;
}

/** Whether a code is right, of the app or a recovery code. It is used up with that: no code counts twice. */
export async function useSecondFactor(
  sql: Sql,
  box: SecretBox,
  userId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  if (isRecoveryCode(code)) return useRecoveryCode(sql, userId, code);
  const stored = await readSecret(sql, userId, 'since is not null');
  const step = stored && findTotpStep(box.open(stored), code.replaceAll(/\s/g, ''), now);
  if (step === undefined) return false;
  const used = await sql.query(
    `update tessera.second_factor set last_step = $2
     where user_id = $1 and since is not null and last_step < $2 returning user_id`,
    [userId, step],
  );
  return used.length > 0;
}

/** Takes the second factor of a user away, with its recovery codes; answers whether there was one. */
export async function removeSecondFactor(sql: Sql, userId: string): Promise<boolean> {
  const [removed] = await sql.query<{ wasOn: boolean }>(
    'delete from tessera.second_factor where user_id = $1 returning since is not null as "wasOn"',
    [userId],
  );
  return removed?.wasOn ?? false;
}

async function readSecret(
  sql: Sql,
  userId: string,
  state: 'since is null' | 'since is not null',
): Promise<string | undefined> {
  const [row] = await sql.query<{ secret: string }>(
    `select secret from tessera.second_factor where user_id = $1 and ${state}`,
    [userId],
  );
  return row?.secret;
}
