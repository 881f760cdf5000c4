import type { EntityModel } from '../entities/model.ts';
import type { TokenScopes } from './policy.ts';

type NamedEntity = Pick<EntityModel, 'id' | 'plugin'>;

/** Whether the scopes of a token let an action on an entity through. */
export function letsThrough(
  scopes: TokenScopes | undefined,
  model: NamedEntity,
  action: string,
): boolean {
  return (
    !scopes ||
    scopes.records.some(
      ({ entity, actions }) =>
        isFor(entity, model) && (actions.includes('*') || actions.includes(action)),
    )
  );
}

/** Whether the scopes of a token name the entity at all. */
export function namesEntity(scopes: TokenScopes | undefined, model: NamedEntity): boolean {
  return (
    !scopes ||
    scopes.records.some(({ entity, actions }) => isFor(entity, model) && actions.length > 0)
  );
}

/** Whether the scopes of a token let a permission through. */
export function letsPermissionThrough(
  scopes: TokenScopes | undefined,
  permission: string,
): boolean {
  return !scopes || scopes.permissions.includes('*') || scopes.permissions.includes(permission);
}

function isFor(entity: string, model: NamedEntity): boolean {
  return entity === '*' || entity === model.id || entity === `${model.plugin}.*`;
}
