import type { Context, RecordWrite } from '@tessera/core';
import type { Refused } from './enforced.ts';
import { isAdministrator } from './privileges.ts';
import { findRoles, refuseBeyond } from './roles-named.ts';

/** Why a team may not be written so; undefined when it may. Its roles are those of its members, and its manager reaches what is below it. */
export async function guardTeam(ctx: Context, write: RecordWrite): Promise<Refused | undefined> {
  const { principal } = ctx;
  if (isAdministrator(principal)) return undefined;
  const { action, before, values } = write;
  const isRaised = action !== 'update' || 'roles' in values;
  const roles = isRaised ? await findRoles(ctx, before, values) : [];
  const isOwn = before !== null && principal.teamIds.includes(String(before['id']));
  if (isOwn && isRaised && roles.length > 0) {
    return {
      reason: 'Nobody changes the roles of the team that he belongs to. Ask an administrator.',
      code: 'HOST_ROLE_OWN',
      field: 'roles',
    };
  }
  return (
    widensOwnReach(ctx, write) ??
    refuseBeyond(
      ctx,
      roles,
      'This team has, or would get, a role that may do more than you may.',
      'roles',
    )
  );
}

/** Whoever manages a team reaches the records of all below it, so nobody makes himself a manager. */
function widensOwnReach(
  { principal }: Context,
  { before, values }: RecordWrite,
): Refused | undefined {
  const { userId, managedTeamIds } = principal;
  const managed = (id: unknown): boolean => typeof id === 'string' && managedTeamIds.includes(id);
  if (managed(before?.['id'])) return undefined;
  const field =
    values['manager'] === userId ? 'manager' : managed(values['parent']) ? 'parent' : undefined;
  return (
    field && {
      reason: 'Nobody puts a team below himself. Ask an administrator.',
      code: 'HOST_ROLE_OWN',
      field,
    }
  );
}
