import type { Grant, Principal, RoleGrants, Scope } from '@tessera/core';

type Privileges = Pick<RoleGrants, 'grants' | 'permissions'>;

/** Whether the principal has the permission through one of its roles. */
export function holds(principal: Principal, permission: string): boolean {
  return (
    principal.unlimited ||
    principal.roles.some(
      (role) => role.permissions.includes('*') || role.permissions.includes(permission),
    )
  );
}

/** Whether the principal may do everything, and so may give everything. */
export function isAdministrator(principal: Principal): boolean {
  return principal.unlimited || principal.roles.some((role) => role.permissions.includes('*'));
}

/** Whether a role reaches beyond what somebody who only manages users may give: all permissions, or writing everywhere. */
export function mayAssign(principal: Principal, role: Privileges): boolean {
  if (isAdministrator(principal)) return true;
  const writesEverywhere = role.grants.some(
    (grant) =>
      grant.entity === '*' &&
      Object.entries(grant.actions).some(
        ([action, scope]) => action !== 'read' && scope !== 'none',
      ),
  );
  return !writesEverywhere && role.permissions.every((permission) => holds(principal, permission));
}

/** Whether every permission and every grant of a role is covered by what the principal holds: nobody gives what he has not. */
export function mayDefine(principal: Principal, role: Privileges): boolean {
  if (isAdministrator(principal)) return true;
  return (
    role.permissions.every((permission) => holds(principal, permission)) &&
    role.grants.every((grant) => covers(principal, grant))
  );
}

function covers(principal: Principal, wanted: Grant): boolean {
  const held = principal.roles
    .flatMap((role) => role.grants)
    .filter((grant) => isWithin(wanted.entity, grant.entity));
  return Object.entries(wanted.actions).every(
    ([action, scope]) =>
      rank(scope) === 0 ||
      held.some(
        (grant) =>
          reaches(grant.actions[action], scope) &&
          (!grant.fields || JSON.stringify(grant.fields) === JSON.stringify(wanted.fields)),
      ),
  );
}

function isWithin(entity: Grant['entity'], space: Grant['entity']): boolean {
  return (
    space === '*' ||
    space === entity ||
    (space.endsWith('.*') && entity.startsWith(space.slice(0, -1)))
  );
}

function reaches(held: Scope | undefined, wanted: Scope | undefined): boolean {
  if (held === undefined) return false;
  if (held === 'all' || JSON.stringify(held) === JSON.stringify(wanted)) return true;
  return typeof held === 'string' && typeof wanted === 'string' && rank(held) >= rank(wanted);
}

const RANKS: readonly Scope[] = ['none', 'own', 'team', 'teamTree', 'all'];

/** A filter may name anything, so it counts as everything. */
function rank(scope: Scope | undefined): number {
  if (scope === undefined) return 0;
  return typeof scope === 'string' ? RANKS.indexOf(scope) : RANKS.length;
}
