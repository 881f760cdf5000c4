import { currentExecution, may, on, type Context, type RecordWrite, type Tap } from '@tessera/core';
import { enforced, type Guard, type Refused } from './enforced.ts';
import { isAdministrator } from './privileges.ts';
import { guardRole } from './role-guard.ts';
import { findRoles, findTeamRoles, refuseBeyond } from './roles-named.ts';
import { guardTeam } from './team-guard.ts';

const NOT_A_MANAGER: Refused = {
  reason:
    'Users, teams and roles are changed by those who have the permission to manage users. An administrator can give it.',
  code: 'HOST_USER_MANAGE_NEEDED',
};

/** Only those who manage users write users, teams and roles, and nobody gives more than he has. */
export const userGuards: readonly Tap[] = (
  ['creating', 'updating', 'deleting', 'restoring'] as const
).flatMap((verb) => [
  on(`tessera.user.${verb}`, enforced(guardUser)),
  on(`tessera.role.${verb}`, enforced(ifManager(guardRole))),
  on(`tessera.team.${verb}`, enforced(ifManager(guardTeam))),
]);

/** Why the principal may not write a user; undefined when it may. */
export async function guardUser(ctx: Context, write: RecordWrite): Promise<Refused | undefined> {
  const { principal } = ctx;
  if (isAdministrator(principal)) return undefined;
  if (!managesUsers(ctx)) return NOT_A_MANAGER;
  const { before, values } = write;
  const given = [
    ...(await findRoles(ctx, before, values)),
    ...(await findTeamRoles(ctx, [before?.['team'], values['team']])),
  ];
  if (before && before['id'] === principal.userId && ('roles' in values || 'team' in values))
    return 'roles' in values ? OWN_ROLES : { ...OWN_ROLES, field: 'team' };
  return refuseBeyond(
    ctx,
    given,
    'This user has, or would get, a role that may do more than you may.',
    'team' in values && !('roles' in values) ? 'team' : 'roles',
  );
}

const OWN_ROLES: Refused = {
  reason: 'Nobody changes his own roles, nor the team that he belongs to. Ask an administrator.',
  code: 'HOST_ROLE_OWN',
  field: 'roles',
};

function ifManager(guard: Guard): Guard {
  return (ctx, write) =>
    isAdministrator(ctx.principal) || managesUsers(ctx) ? guard(ctx, write) : NOT_A_MANAGER;
}

function managesUsers({ principal }: Context): boolean {
  return may({ assembly: currentExecution().assembly, principal }, 'tessera.user.manage');
}
