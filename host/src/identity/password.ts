import { hash, verify } from '@node-rs/argon2';
import { commonPasswords } from './common-passwords.ts';

/** Argon2id with 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const LENGTH = { least: 10, most: 200 };

export function hashPassword(password: string): Promise<string> {
  return hash(normalize(password), PARAMETERS);
}

export function verifyPassword(password: string, stored: string): Promise<boolean> {
  return verify(stored, normalize(password));
}

/**
 * Why a password is refused; undefined when it is good. It is at least 10 characters long, or as many as are given, and not one that others try first:
 * none of the most common, no single pattern, not the person's own name or address.
 */
export function findPasswordFault(
  password: string,
  about: readonly (string | null | undefined)[] = [],
  least: number = LENGTH.least,
): string | undefined {
  const plain = normalize(password).toLowerCase();
  const { length } = Array.from(plain);
  if (length < least) return `it needs at least ${least} characters.`;
  if (length > LENGTH.most) return `it has more than ${LENGTH.most} characters.`;
  if (new Set(plain).size < 5) return 'it repeats too few characters.';
  if (isRun(plain)) return 'it is a row of keys or numbers.';
  if (commonPasswords.has(plain) || commonPasswords.has(core(plain))) {
    return 'it is one of the most common passwords.';
  }
  const own = about
    .flatMap((text) => (text ?? '').toLowerCase().split(/[@\s]+/))
    .filter((part) => part.length >= 4);
  if (own.some((part) => core(plain) === part || plain === part))
    return 'it is your name or e-mail address.';
  return undefined;
}

/** What is left of `P@ssw0rd2026!` once the usual trimmings are gone. */
function core(plain: string): string {
  const letters: Readonly<Record<string, string>> = {
    '@': 'a',
    '4': 'a',
    '0': 'o',
    '3': 'e',
    $: 's',
    '5': 's',
    '1': 'i',
  };
  return plain
    .replace(/[\d\W_]+$/, '')
    .replace(/^[\d\W_]+/, '')
    .replaceAll(/[@40$351]/g, (sign) => letters[sign] ?? sign);
}

const ROWS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
];

function isRun(plain: string): boolean {
  return ROWS.some((row) => {
    const endless = row.repeat(3);
    return endless.includes(plain) || Array.from(endless).toReversed().join('').includes(plain);
  });
}

/** Unicode writes some characters in several ways; a password is the same in all of them. */
function normalize(password: string): string {
  return password.normalize('NFKC');
}
