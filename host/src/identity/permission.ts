import { errors, may, type Kernel, type Principal } from '@tessera/core';

/**
 * Refuses whoever has not the permission.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` for nobody, `CORE_NOT_PERMITTED` for somebody.
 */
export function requirePermission(
  { assembly }: Kernel,
  principal: Principal,
  permission: string,
): void {
  if (principal.kind === 'anonymous') throw errors.notSignedIn();
  if (may({ assembly, principal }, permission)) return;
  const label =
    assembly.permissions.find(({ name }) => name === permission)?.label.en ?? permission;
  throw errors.notPermitted({ action: 'do this', entity: `(${label})` });
}

/** The id of the user who sent the request. @throws TesseraError `CORE_NOT_SIGNED_IN` when it was nobody. */
export function requireUser(principal: Principal): string {
  if (principal.userId === null) throw errors.notSignedIn();
  return principal.userId;
}
