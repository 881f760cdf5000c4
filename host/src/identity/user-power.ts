import {
  errors as coreErrors,
  isUuid,
  loadAnyPrincipal,
  User,
  type Kernel,
  type Principal,
} from '@tessera/core';
import { isAdministrator } from '../platform/privileges.ts';
import { exceedingRoles } from './covered-roles.ts';
import { errors } from './errors.ts';
import { requirePermission } from './permission.ts';

const MANAGE = 'tessera.user.manage';

/**
 * Only who manages users goes on.
 * @throws TesseraError `CORE_NOT_SIGNED_IN`, `CORE_NOT_PERMITTED`
 */
export function requireManager(kernel: Kernel, principal: Principal): void {
  requirePermission(kernel, principal, MANAGE);
}

/**
 * Only who manages users and holds all that the user holds goes on: nobody has power over somebody who may do more.
 * @throws TesseraError `CORE_RECORD_MISSING`, `HOST_USER_BEYOND`
 */
export async function requirePower(
  kernel: Kernel,
  principal: Principal,
  userId: string,
): Promise<void> {
  requireManager(kernel, principal);
  const found = isUuid(userId) ? await loadAnyPrincipal(kernel.database, userId) : undefined;
  // What a deleted user held is not known any more.
  if (!found && isAdministrator(principal)) return;
  if (!found) throw coreErrors.recordMissing({ entity: User.label.en, id: userId });
  const beyond = exceedingRoles(kernel.assembly, principal, found.principal.roles);
  if (beyond.length > 0)
    throw errors.userBeyond({ name: found.principal.name, roles: beyond.join(', ') });
}
