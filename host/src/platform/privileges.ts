import {
  accessOf,
  grantsGiven,
  may,
  reachesNothing,
  rolePermits,
  type Access,
  type Assembly,
  type EntityModel,
  type FieldAccess,
  type Principal,
  type Reach,
  type RoleGrants,
  type TokenScopes,
} from '@tessera/core';
import { findUncovered, letsAllThrough } from './grant-cover.ts';

/** Actions that every entity has; roles may name others. */
const VERBS = ['create', 'read', 'update', 'delete', 'export'] as const;
const ACCESSES: readonly FieldAccess[] = ['none', 'mask', 'read', 'write'];

/** Whether the principal may do everything, and so may give everything; an API token may only when nothing limits it. */
export function isAdministrator(principal: Principal): boolean {
  return (
    principal.unlimited ||
    (letsAllThrough(principal.scopes) &&
      principal.roles.some((role) => role.permissions.includes('*')))
  );
}

/**
 * What a role has, by itself or from plugins by its key, that the principal has not: nobody gives more than he holds. Empty when it may be
 * given. Each is the name of a permission, `entity action`, or `entity.field access`.
 */
export function mayAssign(
  assembly: Assembly,
  principal: Principal,
  role: RoleGrants,
): readonly string[] {
  if (isAdministrator(principal)) return [];
  const alone = soloist([role]);
  return [
    ...permissionsOf(assembly, role).filter((name) => !may({ assembly, principal }, name)),
    ...[...assembly.models.values()].flatMap((model) =>
      excessOn(assembly, principal, alone, actionsOf(assembly, role), model),
    ),
    ...findUncovered(assembly, principal, role.grants),
  ];
}

/** What a role would have beyond what the principal holds, when it is written so: the same rule as for giving it. */
export { mayAssign as mayDefine };

/** What the scopes of an API token name beyond what the principal holds. */
export function mayScope(
  assembly: Assembly,
  principal: Principal,
  scopes: TokenScopes,
): readonly string[] {
  const permissions = scopes.permissions.filter((name) =>
    name === '*' ? !isAdministrator(principal) : !may({ assembly, principal }, name),
  );
  return [
    ...permissions,
    ...scopes.records.flatMap(({ entity, actions }) =>
      actions
        .filter((action) => !holdsSome(assembly, principal, entity, action))
        .map((action) => `${entity} ${action}`),
    ),
  ];
}

/** A wildcard limits and gives nothing: it goes as far as the roles do, now and later. */
function holdsSome(
  assembly: Assembly,
  principal: Principal,
  entity: string,
  action: string,
): boolean {
  if (entity.endsWith('*') || isAdministrator(principal)) return true;
  const model = assembly.models.get(entity as EntityModel['id']);
  if (!model) return false;
  const access = accessOf(assembly, principal, model);
  return (action === '*' ? VERBS : [action]).some((one) => !reachesNothing(access.reach(one)));
}

/** The permissions that a role has, by name. */
export function permissionsOf(assembly: Assembly, role: RoleGrants): readonly string[] {
  const named = [...role.permissions, ...assembly.permissions.map(({ name }) => name)];
  // With all of them, the one word says it.
  if (role.permissions.includes('*')) return ['*'];
  return [...new Set(named)].filter((name) => rolePermits(assembly, role, name));
}

function actionsOf(assembly: Assembly, role: RoleGrants): readonly string[] {
  const grants = [...role.grants, ...grantsGiven(assembly, role.key)];
  return [...new Set([...VERBS, ...grants.flatMap(({ actions }) => Object.keys(actions))])];
}

/** Somebody who has these roles and nothing else. */
export function soloist(roles: readonly RoleGrants[]): Principal {
  return {
    kind: 'user',
    userId: null,
    name: '',
    teamIds: [],
    managedTeamIds: [],
    roles,
    policyVersion: 0,
    unlimited: false,
  };
}

function excessOn(
  assembly: Assembly,
  principal: Principal,
  alone: Principal,
  actions: readonly string[],
  model: EntityModel,
): readonly string[] {
  const given = accessOf(assembly, alone, model);
  const held = accessOf(assembly, principal, model);
  const reached = actions.filter((action) => !reachesNothing(given.reach(action)));
  if (reached.length === 0) return [];
  return [
    ...reached
      .filter((action) => !covers(held.reach(action), given.reach(action)))
      .map((action) => `${model.id} ${action}`),
    ...fieldsBeyond(model, held, given),
  ];
}

function fieldsBeyond(model: EntityModel, held: Access, given: Access): readonly string[] {
  const writes = ['create', 'update'].some((action) => !reachesNothing(given.reach(action)));
  return [...model.fields.values()].flatMap((field) => {
    const access = given.field(field);
    // Writing what nobody writes, or without reaching a record to write, is no more than reading.
    const wanted = access === 'write' && (field.readOnly === true || !writes) ? 'read' : access;
    return ACCESSES.indexOf(wanted) > ACCESSES.indexOf(held.field(field))
      ? [`${model.id}.${field.name} ${wanted}`]
      : [];
  });
}

/** Whether one reach holds another: a wider scope holds the narrower ones, a filter only itself. */
function covers(held: Reach, given: Reach): boolean {
  if (held.all) return true;
  if (given.all || rank(held) < rank(given)) return false;
  const filters = held.filters.map((filter) => JSON.stringify(filter));
  return given.filters.every((filter) => filters.includes(JSON.stringify(filter)));
}

function rank({ own, team, teamTree }: Reach): number {
  return teamTree ? 3 : team ? 2 : own ? 1 : 0;
}
