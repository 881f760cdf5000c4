import { createHash, randomBytes } from 'node:crypto';

/** A secret that its holder shows and we know only by its hash. */
export interface OpaqueToken {
  readonly token: string;
  readonly hash: Buffer;
}

/** Makes a token of 256 random bits, `tsr_…`. A fast hash is enough for that many: there is nothing to guess. */
export function createOpaqueToken(): OpaqueToken {
  const token = `tsr_${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Whether a text can be a token at all. */
export function isOpaqueToken(text: string): boolean {
  return /^tsr_[\w-]{43}$/.test(text);
}
