import { may, type Principal } from '@tessera/core';
import type { Authenticated } from './authentication.ts';
import { errors } from './errors.ts';
import type { Identity } from './identity.ts';

/** Decides whether somebody who must have a second factor has one. */
export interface SecondFactorGate {
  /** Whether the rules of the workspace ask it of the principal; never of a token, nor of those who come from outside. */
  isRequired(principal: Principal): boolean;
  /** Whether a session has to set one up before anything else. */
  isMissing(found: Authenticated): Promise<boolean>;
  /** @throws TesseraError `HOST_SECOND_FACTOR_NEEDED` for all but what it takes to set one up, and to sign out. */
  check(found: Authenticated, path: string): Promise<void>;
}

/** What stays open: who one is, the frame of the UI, one's profile, the second factor itself, and signing in and out. */
const OPEN: ReadonlySet<string> = new Set([
  '/api/meta',
  '/api/setup',
  '/api/auth/me',
  '/api/auth/profile',
  '/api/auth/methods',
  '/api/auth/login',
  '/api/auth/login/second-factor',
  '/api/auth/logout',
  '/api/auth/second-factor',
  '/api/auth/second-factor/begin',
]);
const OPEN_BELOW = ['/api/auth/password-reset', '/api/auth/invitations/', '/api/auth/oidc/'];

export function createSecondFactorGate({
  kernel,
  signInPolicy,
}: Pick<Identity, 'kernel' | 'signInPolicy'>): SecondFactorGate {
  const { database } = kernel;
  const isRequired = (principal: Principal): boolean => {
    if (principal.kind !== 'user') return false;
    const { secondFactor } = signInPolicy();
    if (secondFactor === 'everybody') return true;
    const { assembly } = kernel;
    return secondFactor === 'managers' && may({ assembly, principal }, 'tessera.user.manage');
  };
  const isMissing = async ({ principal, session }: Authenticated): Promise<boolean> => {
    if (!session || !isRequired(session.viewer ?? principal)) return false;
    const [row] = await database.query<{ has: boolean }>(
      `select s.second_factor is not null or exists (
         select from tessera.second_factor f where f.user_id = s.user_id and f.since is not null) as has
       from tessera.session s where s.id = $1`,
      [session.id],
    );
    return !row?.has;
  };
  return {
    isRequired,
    isMissing,
    async check(found, path) {
      if (isOpen(path) || !(await isMissing(found))) return;
      throw errors.secondFactorNeeded();
    },
  };
}

function isOpen(path: string): boolean {
  return OPEN.has(path) || OPEN_BELOW.some((start) => path.startsWith(start));
}
