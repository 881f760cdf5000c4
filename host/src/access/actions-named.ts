import { grantsGiven, type Assembly, type EntityModel, type RoleGrants } from '@tessera/core';

const VERBS = ['create', 'read', 'update', 'delete', 'export'] as const;

/** The actions that every entity has, and those beside them that a grant for it names. */
export function actionsNamed(
  assembly: Assembly,
  roles: readonly RoleGrants[],
  model: Pick<EntityModel, 'id' | 'plugin'>,
): readonly string[] {
  const more = roles
    .flatMap((role) => [...role.grants, ...grantsGiven(assembly, role.key)])
    .filter(({ entity }) => entity === model.id || entity === `${model.plugin}.*`)
    .flatMap(({ actions }) => Object.keys(actions));
  return [...new Set([...VERBS, ...more])];
}
