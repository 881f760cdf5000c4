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
  const held = principal.roles.flatMap((role) => [
    ...role.grants,
    ...grantsGiven(assembly, role.key),
  ]);
  return grants
    .filter(({ entity }) => entity.endsWith('*') || !assembly.models.has(entity as never))
    .flatMap((wanted) =>
      Object.entries(wanted.actions)
        .filter(([action, scope]) => !isHeld(principal, held, wanted, action, scope))
        .map(([action]) => `${wanted.entity} ${action}`),
    );
}

function isHeld(
  { scopes }: Principal,
  held: readonly Grant[],
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
    held.some(
      (grant) =>
        isWithin(wanted.entity, grant.entity) &&
        reaches(grant.actions[action], scope) &&
        (!grant.fields || JSON.stringify(grant.fields) === JSON.stringify(wanted.fields)),
    )
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
