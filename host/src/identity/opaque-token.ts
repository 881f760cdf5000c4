import { hash, randomBytes } from 'node:crypto';

/** A secret that its holder shows and we know only by its hash. */
export interface OpaqueToken {
  readonly token: string;
  readonly hash: Buffer;
}

/** Whom a user belongs to: those who work here, or those who come from outside. */
export type Audience = 'staff' | 'portal';

const PREFIXES: Readonly<Record<Audience, string>> = { staff: 'tsr_', portal: 'tsp_' };

/** Makes a token of 256 random bits, `tsr_…`. A fast hash is enough for that many: there is nothing to guess. */
export function createOpaqueToken(audience: Audience = 'staff'): OpaqueToken {
  const token = `${PREFIXES[audience]}${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** Whether a text can be a token at all. */
export function isOpaqueToken(text: string): boolean {
  return /^ts[rp]_[\w-]{43}$/.test(text);
}

/** For whom a token was made. */
export function audienceOf(token: string): Audience {
  return token.startsWith(PREFIXES.portal) ? 'portal' : 'staff';
}
