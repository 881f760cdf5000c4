import { currentExecution, type Context, type RecordWrite } from '@tessera/core';
import type { Refused } from './enforced.ts';
import { isAdministrator } from './privileges.ts';
import { findFault } from './role-fault.ts';
import { refuseBeyond, storedRole, textIn } from './roles-named.ts';

/** Why a role may not be written so; undefined when it may. */
export async function guardRole(ctx: Context, write: RecordWrite): Promise<Refused | undefined> {
  const { principal } = ctx;
  const fault = await findFault(currentExecution(), write.before ?? {}, write.values);
  if (fault) return { ...fault, code: 'HOST_ROLE_MALFORMED' };
  const lasting = keepAdministratorRole(write);
  if (lasting) return lasting;
  if (isAdministrator(principal)) return undefined;
  if (principal.roles.some((role) => role.id === write.before?.['id'])) {
    return {
      reason: 'Nobody changes a role that he has himself. Ask an administrator.',
      code: 'HOST_ROLE_BEYOND',
      field: 'grants',
      details: { beyond: textIn(write.before?.['name']) },
    };
  }
  const before = write.before ?? {};
  return refuseBeyond(
    ctx,
    [storedRole(before), storedRole({ ...before, ...write.values })],
    'A role is changed only by those who hold everything that it grants.',
    'grants',
  );
}

/** The role that may do everything stays what it is: somebody must be able to mend all others. */
function keepAdministratorRole({ action, before, values }: RecordWrite): Refused | undefined {
  if (before?.['key'] !== 'administrator') return undefined;
  const after = storedRole({ ...before, ...values });
  const had = storedRole(before).permissions.includes('*');
  const isKept =
    action !== 'delete' &&
    after.key === 'administrator' &&
    (!had || after.permissions.includes('*'));
  if (isKept) return undefined;
  return {
    reason:
      'The role “administrator” stays, with all permissions. Take it from users and teams instead.',
    code: 'HOST_ROLE_ADMINISTRATOR',
    field: action === 'delete' ? undefined : 'permissions',
  } as Refused;
}
