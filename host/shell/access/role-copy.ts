import type { MatrixEntity, MatrixRole, RoleDraft } from './role-api.ts';
import { takeOver } from './role-grants.ts';

/**
 * What a copy of a role has of its own. Plugins give by key, so that a copy gets nothing from them: what they give to the role that is copied is
 * written into it, entity by entity, so that the copy may do exactly what the role may.
 */
export function copyOf(role: MatrixRole, entities: readonly MatrixEntity[]): RoleDraft {
  const kept = role.givenPermissions.filter((name) => !role.withheld.includes(name));
  return {
    grants: entities.reduce(
      (own, entity) => takeOver({ own, given: role.given }, entity),
      role.grants,
    ),
    permissions: [...new Set([...role.permissions, ...kept])],
    withheld: [],
  };
}
