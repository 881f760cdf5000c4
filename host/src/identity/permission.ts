import { errors as coreErrors, may, type Kernel, type Principal } from '@tessera/core';
import type { Authenticated } from './authentication.ts';
import { errors } from './errors.ts';

/**
 * Refuses whoever has not the permission.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` for nobody, `CORE_NOT_PERMITTED` for somebody.
 */
export function requirePermission(
  { assembly }: Kernel,
  principal: Principal,
  permission: string,
): void {
  if (principal.kind === 'anonymous') throw coreErrors.notSignedIn();
  if (may({ assembly, principal }, permission)) return;
  const label =
    assembly.permissions.find(({ name }) => name === permission)?.label.en ?? permission;
  throw coreErrors.notPermitted({ action: 'do this', entity: `(${label})` });
}

export { isAdministrator } from '../platform/privileges.ts';

/** The id of the user who sent the request. @throws TesseraError `CORE_NOT_SIGNED_IN` when it was nobody. */
export function requireUser(principal: Principal): string {
  if (principal.userId === null) throw coreErrors.notSignedIn();
  return principal.userId;
}

/** What would outlive a stolen API token needs a session. @throws TesseraError `HOST_SESSION_NEEDED` */
export function requireSession({ principal, session }: Authenticated): {
  userId: string;
  sessionId: string;
} {
  const userId = requireUser(principal);
  if (!session) throw errors.sessionNeeded();
  return { userId, sessionId: session.id };
}

/** What no scope of a token speaks of needs one without scopes, or a session. @throws TesseraError `HOST_SESSION_NEEDED` */
export function requireWhole({ principal }: Authenticated): string {
  const userId = requireUser(principal);
  if (principal.scopes) throw errors.sessionNeeded();
  return userId;
}
