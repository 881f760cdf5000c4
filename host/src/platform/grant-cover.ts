import {
  grantsGiven,
  type Assembly,
  type Grant,
  type Principal,
  type Scope,
  type TokenScopes,
} from '@tessera/core';

/** Whether nothing is kept from an API token. */
export function letsAllThrough(scopes: TokenScopes | undefined): boolean {
  return (
    !scopes ||
    (scopes.permissions.includes('*') &&
      scopes.records.some(({ entity, actions }) => entity === '*' && actions.includes('*')))
  );
}

/**
 * Of the grants that speak of what is not there now – every entity to come, or those of a plugin that is off –, those that no grant of the
 * principal holds. What is there is compared by what comes of the grants instead.
 */
export function findUncovered(
  assembly: Assembly,
  principal: Principal,
  grants: readonly Grant[],
): readonly string[] {
  const lists = principal.roles.flatMap((role) => [role.grants, grantsGiven(assembly, role.key)]);
  return grants
    .filter(({ entity }) => entity.endsWith('*') || !assembly.models.has(entity as never))
    .flatMap((wanted) =>
      Object.entries(wanted.actions)
        .filter(([action, scope]) => !isHeld(assembly, principal, lists, wanted, action, scope))
        .map(([action]) => `${wanted.entity} ${action}`),
    );
}

function isHeld(
  assembly: Assembly,
  { scopes }: Principal,
  lists: readonly (readonly Grant[])[],
  wanted: Grant,
  action: string,
  scope: Scope | undefined,
): boolean {
  if (rank(scope) === 0) return true;
  const isLimited =
    scopes &&
    !scopes.records.some(
      ({ entity, actions }) =>
        isWithin(wanted.entity, entity) && (actions.includes('*') || actions.includes(action)),
    );
  return (
    !isLimited &&
    lists.some((list) => {
      const speaking = list.filter((grant) => grant.actions[action] !== undefined);
      const around = speaking.filter((grant) => isWithin(wanted.entity, grant.entity));
      // The most specific one decides; one that speaks of less than is wanted takes that away again, where it is not compared as a model.
      const deciding = around.toSorted((one, other) => width(one) - width(other))[0];
      const within = speaking.filter(
        ({ entity }) =>
          entity !== wanted.entity &&
          isWithin(entity, wanted.entity) &&
          !assembly.models.has(entity as never),
      );
      return (
        deciding !== undefined &&
        [deciding, ...within].every(
          (grant) => reaches(grant.actions[action], scope) && opensFields(grant, wanted),
        )
      );
    })
  );
}

function opensFields(grant: Grant, wanted: Grant): boolean {
  return !grant.fields || JSON.stringify(grant.fields) === JSON.stringify(wanted.fields);
}

/** How much a grant speaks of: an entity, those of a plugin, or all. */
function width({ entity }: Grant): number {
  return entity === '*' ? 2 : entity.endsWith('.*') ? 1 : 0;
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
