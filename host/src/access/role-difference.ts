import {
  accessOf,
  reachesNothing,
  type Assembly,
  type EntityModel,
  type FieldAccess,
  type Principal,
  type Reach,
  type RoleGrants,
  type Scope,
} from '@tessera/core';
import { permissionsOf, soloist } from '../platform/privileges.ts';
import { actionsNamed } from './actions-named.ts';

/** What one role has and another has not, with what plugins give to both. */
export interface RoleDifference {
  readonly actions: readonly {
    readonly entity: string;
    readonly action: string;
    readonly from: Scope;
    readonly to: Scope;
  }[];
  readonly fields: readonly {
    readonly entity: string;
    readonly field: string;
    readonly from: FieldAccess;
    readonly to: FieldAccess;
  }[];
  readonly permissions: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** The entities of which other records are read. */
  readonly readChanged: readonly EntityModel[];
}

/** Compares a role with itself after a change. */
export function compareRoles(
  assembly: Assembly,
  before: RoleGrants,
  after: RoleGrants,
): RoleDifference {
  const [was, becomes] = [soloist([before]), soloist([after])];
  const models = [...assembly.models.values()];
  const actions = models.flatMap((model) =>
    actionsNamed(assembly, [before, after], model).flatMap((action) => {
      const from = accessOf(assembly, was, model).reach(action);
      const to = accessOf(assembly, becomes, model).reach(action);
      if (JSON.stringify(from) === JSON.stringify(to)) return [];
      return [{ entity: model.id, action, from: scopeOf(from), to: scopeOf(to) }];
    }),
  );
  const isRead = new Set(
    actions.flatMap(({ entity, action }) => (action === 'read' ? entity : [])),
  );
  return {
    actions,
    fields: models.flatMap((model) => compareFields(assembly, was, becomes, model)),
    permissions: comparePermissions(assembly, before, after),
    readChanged: models.filter(({ id }) => isRead.has(id)),
  };
}

function compareFields(
  assembly: Assembly,
  was: Principal,
  becomes: Principal,
  model: EntityModel,
): RoleDifference['fields'] {
  const before = accessOf(assembly, was, model);
  const after = accessOf(assembly, becomes, model);
  // Of an entity that is not reached at all before or after, the actions say enough.
  if ([before, after].some((access) => reachesNothing(access.reach('read')))) return [];
  return [...model.fields.values()].flatMap((field) => {
    const [from, to] = [before.field(field), after.field(field)];
    return from === to ? [] : [{ entity: model.id, field: field.name, from, to }];
  });
}

function comparePermissions(
  assembly: Assembly,
  before: RoleGrants,
  after: RoleGrants,
): RoleDifference['permissions'] {
  const had = permissionsOf(assembly, before);
  const has = permissionsOf(assembly, after);
  return {
    added: has.filter((name) => !had.includes(name)),
    removed: had.filter((name) => !has.includes(name)),
  };
}

/** The widest scope of a reach; a filter is said where there is nothing else. */
function scopeOf({ all, own, team, teamTree, filters }: Reach): Scope {
  if (all) return 'all';
  if (teamTree) return 'teamTree';
  if (team) return 'team';
  if (own) return 'own';
  const [filter, ...more] = filters;
  if (!filter) return 'none';
  return { filter: more.length === 0 ? filter : { or: [...filters] } };
}
