import type { Assembly, Principal } from '@tessera/core';
import { mayAssign } from '../platform/privileges.ts';

/** Names of the roles that may do more than the principal: over whoever has one of them he has no power. */
export function exceedingRoles(
  assembly: Assembly,
  principal: Principal,
  roles: Principal['roles'],
): readonly string[] {
  return roles
    .filter((role) => mayAssign(assembly, principal, role).length > 0)
    .map(({ label }) => label.en);
}
