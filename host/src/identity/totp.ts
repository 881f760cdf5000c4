import { timingSafeEqual } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** As every authenticator app reads it. Source: RFC 6238, and the key URI format of Google Authenticator. */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** Steps before and after the one of now whose code counts too: clocks differ. */
const WINDOW = 1;

/** A new secret of 160 bits, base32. */
export function createTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What a QR code says to an authenticator app. */
export function totpUri(secret: string, issuer: string, label: string): string {
  return new TOTP({ ...SHAPE, issuer, label, secret: Secret.fromBase32(secret) }).toString();
}

/** The code of a moment. */
export function totpCode(secret: string, at: Date): string {
  return TOTP.generate({
    ...SHAPE,
    secret: Secret.fromBase32(secret),
    timestamp: at.getTime(),
  });
}

/** The step of time whose code this is; undefined when it is not one of now. */
export function findTotpStep(secret: string, code: string, now: Date): number | undefined {
  const step = Math.floor(now.getTime() / 1000 / SHAPE.period);
  const steps = Array.from({ length: 2 * WINDOW + 1 }, (_, index) => step - WINDOW + index);
  return steps.findLast((one) =>
    isSame(totpCode(secret, new Date(one * SHAPE.period * 1000)), code),
  );
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
