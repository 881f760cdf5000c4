import { randomBytes } from 'node:crypto';
import { errors } from './errors.ts';
import { findPasswordFault, hashPassword, verifyPassword } from './password.ts';

/** Looks at passwords. */
export interface PasswordCheck {
  /** Whether it is the one; takes as long for somebody who has none, or who does not exist. */
  isRight(password: string, stored: string | null | undefined): Promise<boolean>;
  /** @throws TesseraError `HOST_PASSWORD_WEAK` with what is wrong with a new one. */
  refuseWeak(password: string, of: PasswordOwner): Promise<void>;
}

/** Whose new password it is. */
export interface PasswordOwner {
  readonly name: string;
  readonly email: string | null;
  /** The present one, which the new one must not be. */
  readonly passwordHash?: string | null;
}

export async function createPasswordCheck(least: () => number): Promise<PasswordCheck> {
  // There is a password to check in either case, so that nobody tells from the time who exists.
  const nobodysHash = await hashPassword(randomBytes(16).toString('hex'));
  return {
    async isRight(password, stored) {
      const isSame = await verifyPassword(password, stored ?? nobodysHash);
      return isSame && stored !== null && stored !== undefined;
    },
    async refuseWeak(password, { name, email, passwordHash }) {
      const reason =
        findPasswordFault(password, [name, email], least()) ??
        (passwordHash && (await verifyPassword(password, passwordHash))
          ? 'it is the one that you have.'
          : undefined);
      if (reason !== undefined) throw weak(reason);
    },
  };
}

/** @throws TesseraError `HOST_PASSWORD_WEAK` with what is wrong with it. */
export function refuseWeakPassword(password: string, about: readonly (string | null)[]): void {
  const reason = findPasswordFault(password, about);
  if (reason !== undefined) throw weak(reason);
}

function weak(reason: string): Error {
  return errors.passwordWeak(
    { reason },
    { problems: [{ pointer: '/password', detail: `Choose another: ${reason}` }] },
  );
}
