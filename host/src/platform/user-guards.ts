import {
  on,
  Role,
  type Context,
  type Filter,
  type RecordWrite,
  type Refusal,
  type RoleGrants,
  type Tap,
} from '@tessera/core';
import { holds, isAdministrator, mayAssign, mayDefine } from './privileges.ts';
import { refusalError } from './refusal.ts';
import { findRoleFault, isGrant } from './role-shape.ts';

type Privileges = Pick<RoleGrants, 'grants' | 'permissions'>;

const NOT_A_MANAGER: Refusal = {
  reason:
    'Users, teams and roles are changed by those who have the permission to manage users. An administrator can give it.',
  code: 'HOST_USER_MANAGE_NEEDED',
};

/** Only those who manage users write users, teams and roles, and nobody gives more than he has. */
export const userGuards: readonly Tap[] = (
  ['creating', 'updating', 'deleting', 'restoring'] as const
).flatMap((verb) => [
  on(`tessera.user.${verb}`, enforced(guardUser)),
  on(`tessera.role.${verb}`, enforced(guardRole)),
  on(`tessera.team.${verb}`, enforced(guardTeam)),
]);

type Guard = (
  ctx: Context,
  write: RecordWrite,
) => Refusal | undefined | Promise<Refusal | undefined>;

/** The guard as one that holds in an import of history too. */
function enforced(guard: Guard): (ctx: Context, write: RecordWrite) => Promise<undefined> {
  return async (ctx, write) => {
    const refusal = await guard(ctx, write);
    if (refusal) throw refusalError(refusal);
  };
}

function guardTeam(ctx: Context): Refusal | undefined {
  return holds(ctx.principal, 'tessera.user.manage') ? undefined : NOT_A_MANAGER;
}

/** Why the principal may not write a user; undefined when it may. */
export async function guardUser(ctx: Context, write: RecordWrite): Promise<Refusal | undefined> {
  const { principal } = ctx;
  if (isAdministrator(principal)) return undefined;
  if (!holds(principal, 'tessera.user.manage')) return NOT_A_MANAGER;
  if ('roles' in write.values && write.before?.['id'] === principal.userId) {
    return {
      reason: 'Nobody changes his own roles. Ask an administrator.',
      code: 'HOST_ROLE_OWN',
      field: 'roles',
    };
  }
  const roles = await findRoles(ctx, [...idsOf(write.before), ...idsOf(write.values)]);
  if (roles.every((role) => mayAssign(principal, role))) return undefined;
  return {
    reason:
      'This user has, or would get, a role that may do more than you may. Only an administrator can change that.',
    code: 'HOST_ROLE_BEYOND',
    field: 'roles',
  };
}

function guardRole(ctx: Context, write: RecordWrite): Refusal | undefined {
  const { principal } = ctx;
  const fault = findRoleFault(write.values);
  if (fault) return { ...fault, code: 'HOST_ROLE_MALFORMED' };
  if (isAdministrator(principal)) return undefined;
  if (!holds(principal, 'tessera.user.manage')) return NOT_A_MANAGER;
  const before = write.before ?? {};
  const reached = [privileges(before), privileges({ ...before, ...write.values })];
  const isOwn = principal.roles.some((role) => role.id === before['id']);
  if (!isOwn && reached.every((role) => mayDefine(principal, role))) return undefined;
  return {
    reason:
      'A role can be changed only by those who hold everything that it grants, and not by those who have it.',
    code: 'HOST_ROLE_BEYOND',
    field: 'grants',
  };
}

async function findRoles(ctx: Context, ids: readonly string[]): Promise<readonly Privileges[]> {
  if (ids.length === 0) return [];
  const roles = ctx.asSystem('reads the roles that a user has or gets').records(Role);
  const page = await roles.query({
    filter: { id: { in: [...new Set(ids)] } } as Filter,
    limit: 1000,
  });
  return page.records.map((record) => privileges({ ...record }));
}

function idsOf(values: Readonly<Record<string, unknown>> | null): readonly string[] {
  const roles = values?.['roles'];
  return Array.isArray(roles) ? roles.map(String) : [];
}

function privileges(values: Readonly<Record<string, unknown>>): Privileges {
  const grants = values['grants'];
  const permissions = values['permissions'];
  return {
    // A role may have been stored before its shape was checked: what is no grant grants nothing.
    grants: Array.isArray(grants) ? (grants.filter(isGrant) as RoleGrants['grants']) : [],
    permissions: Array.isArray(permissions) ? permissions.map(String) : [],
  };
}
