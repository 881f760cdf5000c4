import type { Settings } from '../settings/settings.ts';

/** What the workspace asks of everybody who signs in. */
export interface SignInPolicy {
  /** Characters that a new password has at least, 10 to 64. */
  readonly passwordLength: number;
  /** Who must have a second factor; managers are those who manage users. */
  readonly secondFactor: 'optional' | 'managers' | 'everybody';
  /** Days after which a session ends, 1 to 90. */
  readonly sessionDays: number;
  /** Days without use after which a session ends, 1 to 30. */
  readonly idleDays: number;
}

/** Key of the policy among the settings. */
export const SIGN_IN_SUBJECT = 'sign-in';

/** What holds in a new workspace. */
const usualSignInPolicy: SignInPolicy = {
  passwordLength: 10,
  secondFactor: 'optional',
  sessionDays: 30,
  idleDays: 7,
};

/** The policy of now; read for each use, so that a change holds at once. */
export function readSignInPolicy(settings: Settings): SignInPolicy {
  const stored = settings.readSubject(SIGN_IN_SUBJECT) as Partial<SignInPolicy> | undefined;
  return { ...usualSignInPolicy, ...stored };
}
