import { randomBytes } from 'node:crypto';
import { applySystemTables, type Kernel } from '@tessera/core';
import type { Mail } from '../mail/mail.ts';
import type { Settings } from '../settings/settings.ts';
import { authenticate, type Authenticated } from './authentication.ts';
import { findAccountByEmail, normalizeEmail } from './credentials.ts';
import { errors } from './errors.ts';
import { identityTables } from './identity-tables.ts';
import { createLoginLimits, type LoginLimits } from './login-limits.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { beginSession, type Visitor } from './sessions.ts';
import { ensureAdministrator } from './setup.ts';

/** What signing in works with. */
export interface IdentityOptions {
  readonly kernel: Kernel;
  readonly settings: Settings;
  /** Sends invitations. */
  readonly mail: Pick<Mail, 'send' | 'isDelivering'>;
  /** Where people reach the host, for example `https://crm.example.com`; links and the cookie's `Secure` follow it. */
  readonly publicUrl: () => string;
}

/** Who people are, and how they show it. */
export interface Identity extends IdentityOptions {
  readonly limits: LoginLimits;
  /** Who sent a request; read anew each time. @throws TesseraError `CORE_NOT_SIGNED_IN` when its API token is no good. */
  authenticate(request: Request): Promise<Authenticated>;
  /**
   * Signs in; answers the user and the token of the session.
   * @throws TesseraError `HOST_LOGIN_WRONG` whatever the reason, `HOST_TRIES_TOO_MANY`.
   */
  signIn(
    email: string,
    password: string,
    visitor: Visitor,
  ): Promise<{ user: { id: string; name: string }; token: string }>;
  /** Makes the first administrator, if there is none; answers whether it did. */
  ensureAdministrator(email: string, password: string): Promise<boolean>;
}

/** Brings the tables of signing in up to date; the kernel must be there, since they refer to its users. */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { kernel, settings } = options;
  await applySystemTables(kernel.database, [identityTables]);
  const limits = createLoginLimits(kernel.database.pool);
  // Who does not exist takes as long as who does: there is a password to check in either case.
  const nobodysHash = await hashPassword(randomBytes(16).toString('hex'));
  return {
    ...options,
    limits,
    authenticate: (request) => authenticate(kernel, request),
    async signIn(email, password, visitor) {
      const address = visitor.address ?? 'unknown';
      const name = normalizeEmail(email);
      await limits.take('login', address, name);
      const account = await findAccountByEmail(kernel.database, name);
      const isRight = await verifyPassword(password, account?.passwordHash ?? nobodysHash);
      if (!account?.passwordHash || !isRight || account.status !== 'active')
        throw errors.loginWrong();
      await limits.giveBack('login', address, name);
      const token = await beginSession(
        kernel.database,
        account.id,
        visitor,
        kernel.assembly.clock.now(),
      );
      return { user: { id: account.id, name: account.name }, token };
    },
    ensureAdministrator: (email, password) =>
      ensureAdministrator(kernel, settings, email, password),
  };
}
