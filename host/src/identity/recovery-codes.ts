import { hashRaw } from '@node-rs/argon2';
import { randomBytes, randomInt } from 'node:crypto';
import type { Sql } from '@tessera/core';

const COUNT = 10;

/** No letters and digits that look alike. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Argon2id as for passwords: the codes are short enough to be tried by whoever has the table. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/** Replaces the recovery codes of a user, who has a second factor; answers them this once. */
export async function replaceRecoveryCodes(sql: Sql, userId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: COUNT }, createCode);
  const salt = randomBytes(16);
  const hashes = await Promise.all(codes.map((code) => hashCode(code, salt)));
  await sql.query('delete from tessera.recovery_code where user_id = $1', [userId]);
  await sql.query(
    'insert into tessera.recovery_code (user_id, code_hash, salt) select $1, unnest($2::bytea[]), $3',
    [userId, hashes, salt],
  );
  return codes;
}

/** Uses a code up; answers whether it was one of the user's. Of two who use it at once one succeeds. */
export async function useRecoveryCode(sql: Sql, userId: string, code: string): Promise<boolean> {
  const [row] = await sql.query<{ salt: Buffer }>(
    'select salt from tessera.recovery_code where user_id = $1 limit 1',
    [userId],
  );
  if (!row) return false;
  const used = await sql.query(
    'delete from tessera.recovery_code where user_id = $1 and code_hash = $2 returning user_id',
    [userId, await hashCode(code, row.salt)],
  );
  return used.length > 0;
}

/** Whether a text can be a recovery code; people write them in capitals, and with or without the hyphen. */
export function isRecoveryCode(text: string): boolean {
  return new RegExp(`^[${SIGNS}]{10}$`).test(plain(text));
}

function createCode(): string {
  const signs = Array.from({ length: 10 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return `${signs.slice(0, 5)}-${signs.slice(5)}`;
}

function hashCode(code: string, salt: Buffer): Promise<Buffer> {
  return hashRaw(plain(code), { ...PARAMETERS, salt });
}

function plain(code: string): string {
  return code.toLowerCase().replaceAll(/[\s-]/g, '');
}
