import { applySystemTables, type Kernel, type Logger } from '@tessera/core';
import type { Mail } from '../mail/mail.ts';
import type { SecretBox } from '../settings/secret-box.ts';
import type { Settings } from '../settings/settings.ts';
import { createAfterwards, type Afterwards } from './afterwards.ts';
import type { Authenticate } from '../server/request-facts.ts';
import { authenticate, presume, type AuthenticationOptions } from './authentication.ts';
import { identityTables } from './identity-tables.ts';
import { createLoginLimits, type LoginLimits } from './login-limits.ts';
import { createPasswordCheck, type PasswordCheck } from './password-check.ts';
import { createPresumptions, type Presumed } from './presumptions.ts';
import { ensureAdministrator } from './setup.ts';
import { readSignInPolicy, type SignInPolicy } from './sign-in-policy.ts';

/** What signing in works with. */
export interface IdentityOptions {
  readonly kernel: Kernel;
  readonly settings: Settings;
  /** Keeps the secrets of second factors and of OIDC providers. */
  readonly box: SecretBox;
  /** Sends invitations and password resets. */
  readonly mail: Pick<Mail, 'send' | 'isDelivering'>;
  /** Where people reach the host, for example `https://crm.example.com`; links and the cookie's `Secure` follow it. */
  readonly publicUrl: () => string;
  readonly log: Pick<Logger, 'error'>;
}

/** Who people are, and how they show it. */
export interface Identity extends IdentityOptions {
  readonly limits: LoginLimits;
  readonly passwords: PasswordCheck;
  /** What goes on after an answer; the host waits for it when it stops. */
  readonly afterwards: Afterwards;
  /** What the workspace asks of everybody who signs in, as of now. */
  readonly signInPolicy: () => SignInPolicy;
  /** Who sent a request; read anew each time. @throws TesseraError `CORE_NOT_SIGNED_IN` when its API token is no good. */
  authenticate: Authenticate;
  /** Who sent a request as far as it is remembered from the last minute; asks nobody. */
  presume(request: Request): Presumed | undefined;
  /** Makes the first administrator, if there is none; answers whether it did. */
  ensureAdministrator(email: string, password: string): Promise<boolean>;
}

/** Brings the tables of signing in up to date; the kernel must be there, since they refer to its users. */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { kernel, settings } = options;
  await applySystemTables(kernel.database, [identityTables]);
  const signInPolicy = (): SignInPolicy => readSignInPolicy(settings);
  const presumptions = createPresumptions(kernel.database);
  const rules = (): AuthenticationOptions => ({
    isSecure: options.publicUrl().startsWith('https:'),
    policy: signInPolicy(),
    presumptions,
  });
  return {
    ...options,
    limits: createLoginLimits(kernel.database.pool),
    passwords: await createPasswordCheck(() => signInPolicy().passwordLength),
    afterwards: createAfterwards(options.log),
    signInPolicy,
    authenticate: (request, how) => authenticate(kernel, request, { ...how, ...rules() }),
    presume: (request) => presume(kernel, request, rules()),
    ensureAdministrator: (email, password) =>
      ensureAdministrator(kernel, settings, email, password),
  };
}
