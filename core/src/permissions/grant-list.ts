import type { EntityModel } from '../entities/model.ts';
import type { Assembly } from '../plugin/assembly.ts';
import type { FieldAccess, Grant, Role, Scope } from './policy.ts';

/** Grants that speak of one entity, by how specific they are: for the entity itself, for its plugin, for all. */
type Levels = readonly (readonly Grant[])[];

/** What one role says of an entity: by itself, or by what plugins give to its key. */
export interface GrantList {
  readonly role: Role;
  readonly from: 'role' | 'plugin';
  readonly levels: Levels;
  /** Plugins give it, but the role names the entity itself: then only what the role says counts. */
  readonly isReplaced: boolean;
}

/** What plugins give to a role by its key. */
export function grantsGiven(assembly: Pick<Assembly, 'grants'>, key: string): readonly Grant[] {
  return assembly.grants.get(key) ?? assembly.grants.get('*') ?? [];
}

/** Whatever the roles say of an entity, also what does not count. */
export function grantLists(
  assembly: Pick<Assembly, 'grants'>,
  roles: readonly Role[],
  model: Pick<EntityModel, 'id' | 'plugin'>,
): readonly GrantList[] {
  return roles
    .flatMap((role): GrantList[] => {
      const own = bySpecificity(role.grants, model);
      const given = bySpecificity(grantsGiven(assembly, role.key), model);
      return [
        { role, from: 'role', levels: own, isReplaced: false },
        { role, from: 'plugin', levels: given, isReplaced: (own[0]?.length ?? 0) > 0 },
      ];
    })
    .filter(({ levels }) => levels.some((level) => level.length > 0));
}

function bySpecificity(
  grants: readonly Grant[],
  model: Pick<EntityModel, 'id' | 'plugin'>,
): readonly (readonly Grant[])[] {
  return [model.id, `${model.plugin}.*`, '*'].map((name) =>
    grants.filter((grant) => grant.entity === name),
  );
}

/** The scopes of an action: within a list the most specific grant that speaks of it holds. */
export function scopesIn({ levels }: GrantList, action: string): readonly Scope[] {
  for (const level of levels) {
    const scopes = level.flatMap((grant) =>
      Object.hasOwn(grant.actions, action) ? (grant.actions[action] ?? []) : [],
    );
    if (scopes.length > 0) return scopes;
  }
  return [];
}

/** Whether a list reaches any record by any action. One that only says `none` takes part in nothing. */
export function reachesSome(list: GrantList): boolean {
  const actions = list.levels.flatMap((level) =>
    level.flatMap((grant) => Object.keys(grant.actions)),
  );
  return [...new Set(actions)].some((action) =>
    scopesIn(list, action).some((scope) => scope !== 'none'),
  );
}

/** The access to a field; where a list does not speak of it, `write` if it reaches records of the entity. */
export function fieldIn(list: GrantList, name: string): FieldAccess {
  for (const level of list.levels) {
    const named = level.flatMap((grant) => {
      const fields = grant.fields ?? {};
      const access = Object.hasOwn(fields, name) ? fields[name] : fields['*'];
      return access ?? [];
    });
    if (named.length > 0) return named.reduce(better);
  }
  return reachesSome(list) ? 'write' : 'none';
}

/** Whether a list names the field itself. */
export function namesField({ levels }: GrantList, name: string): boolean {
  return levels.some((level) => level.some(({ fields }) => fields && Object.hasOwn(fields, name)));
}

const order: readonly FieldAccess[] = ['none', 'mask', 'read', 'write'];

/** The more permissive of two. */
export function better(one: FieldAccess, other: FieldAccess): FieldAccess {
  return order.indexOf(one) >= order.indexOf(other) ? one : other;
}
