import type { Execution } from '@tessera/core';
import { findUnknownNames } from './role-names.ts';
import { findRoleFault, type RoleFault } from './role-shape.ts';
import { storedRole } from './roles-named.ts';

type Values = Readonly<Record<string, unknown>>;

/** What is wrong with a role that would be written so: its shape, a name that nothing has, or what contradicts itself. */
export async function findFault(
  execution: Execution,
  stored: Values,
  values: Values,
): Promise<RoleFault | undefined> {
  const shape = findRoleFault(values);
  if (shape) return shape;
  const before = storedRole(stored);
  const after = storedRole({ ...stored, ...values });
  if (after.permissions.includes('*') && (after.withheld?.length ?? 0) > 0) {
    return {
      field: 'withheld',
      reason: 'A role with all permissions withholds none. Name its permissions instead of “*”.',
    };
  }
  // What a plugin or the platform brings itself is not typed by anybody.
  if (execution.principal.kind === 'system') return undefined;
  return findUnknownNames(execution, before, after);
}
