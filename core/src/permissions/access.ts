import type { EntityModel, FieldModel } from '../entities/model.ts';
import type { Assembly } from '../plugin/assembly.ts';
import type { Filter } from '../records/filter.ts';
import type { FieldAccess, Grant, Principal, Scope } from './policy.ts';

/** The records that an action reaches: the union of the scopes that the principal's roles give. */
export interface Reach {
  readonly all: boolean;
  readonly own: boolean;
  readonly team: boolean;
  readonly teamTree: boolean;
  readonly filters: readonly Filter[];
}

/** What a principal may do with one entity. */
export interface Access {
  reach(action: string): Reach;
  field(field: FieldModel): FieldAccess;
  /** Every field that may be shown. */
  readonly visible: VisibleFields;
}

/** Fields that may be shown, and which of them masked. */
export interface VisibleFields {
  readonly fields: readonly FieldModel[];
  readonly masked: ReadonlySet<string>;
}

// What follows from an assembly and the roles of a principal; it goes when either of them goes.
const known = new WeakMap<Assembly, WeakMap<Principal['roles'], Map<string, Access>>>();
const unlimited = new WeakMap<EntityModel, Access>();

/** The access of a principal to an entity in an assembly. */
export function accessOf(assembly: Assembly, principal: Principal, model: EntityModel): Access {
  if (principal.unlimited) return unlimitedAccess(model);
  let byRoles = known.get(assembly);
  if (!byRoles) known.set(assembly, (byRoles = new WeakMap()));
  let byEntity = byRoles.get(principal.roles);
  if (!byEntity) byRoles.set(principal.roles, (byEntity = new Map()));
  let access = byEntity.get(model.id);
  if (!access) byEntity.set(model.id, (access = createAccess(assembly, principal, model)));
  return access;
}

export function reachesNothing(reach: Reach): boolean {
  return !(reach.all || reach.own || reach.team || reach.teamTree || reach.filters.length > 0);
}

const everything: Reach = { all: true, own: true, team: true, teamTree: true, filters: [] };
const order: readonly FieldAccess[] = ['none', 'mask', 'read', 'write'];

function unlimitedAccess(model: EntityModel): Access {
  let access = unlimited.get(model);
  if (!access) {
    const visible = { fields: [...model.fields.values()], masked: new Set<string>() };
    unlimited.set(model, (access = { reach: () => everything, field: () => 'write', visible }));
  }
  return access;
}

function createAccess(assembly: Assembly, principal: Principal, model: EntityModel): Access {
  // A role's own grants and those that plugins give to it stand beside each other; within each list the most specific
  // grant that speaks of the action holds, so that “own deals, all else” can be said with two grants.
  const lists = principal.roles
    .flatMap((role) => [
      role.grants,
      assembly.grants.get(role.key) ?? assembly.grants.get('*') ?? [],
    ])
    .map((grants) => bySpecificity(grants, model))
    .filter((levels) => levels.some((level) => level.length > 0));
  const reaches = new Map<string, Reach>();
  const fields = new Map<string, FieldAccess>();
  const access: Omit<Access, 'visible'> = {
    reach(action) {
      let reach = reaches.get(action);
      if (!reach)
        reaches.set(action, (reach = unite(lists.flatMap((levels) => scopesOf(levels, action)))));
      return reach;
    },
    field(field) {
      let access = fields.get(field.name);
      if (!access) {
        access = lists.reduce<FieldAccess>(
          (best, levels) => better(best, fieldIn(levels, field.name)),
          'none',
        );
        if (field.system && lists.length > 0) access = better(access, 'read');
        if (field.rollup && !isNamed(lists, field.name) && hidesSource(assembly, principal, field))
          access = 'none';
        fields.set(field.name, access);
      }
      return access;
    },
  };
  let visible: VisibleFields | undefined;
  return {
    ...access,
    get visible() {
      return (visible ??= visibleFields(model, access));
    },
  };
}

/** A roll-up tells of the records below it: it is hidden with them, unless a grant names it. */
function hidesSource(assembly: Assembly, principal: Principal, { rollup }: FieldModel): boolean {
  const source = rollup && assembly.models.get(rollup.entity);
  if (!source) return false;
  const access = accessOf(assembly, principal, source);
  const field = rollup.field === undefined ? undefined : source.fields.get(rollup.field);
  const shown = field && access.field(field);
  return reachesNothing(access.reach('read')) || shown === 'none' || shown === 'mask';
}

function isNamed(lists: readonly (readonly (readonly Grant[])[])[], name: string): boolean {
  return lists.some((levels) =>
    levels.some((level) => level.some(({ fields }) => fields && Object.hasOwn(fields, name))),
  );
}

function visibleFields(model: EntityModel, access: Pick<Access, 'field'>): VisibleFields {
  const fields = [...model.fields.values()].filter((field) => access.field(field) !== 'none');
  const masked = fields.filter((field) => access.field(field) === 'mask');
  return { fields, masked: new Set(masked.map((field) => field.name)) };
}

/** Grants for the entity itself, then for its plugin, then for all. */
function bySpecificity(grants: readonly Grant[], model: EntityModel): Grant[][] {
  return [model.id, `${model.plugin}.*`, '*'].map((name) =>
    grants.filter((grant) => grant.entity === name),
  );
}

function scopesOf(levels: readonly (readonly Grant[])[], action: string): Scope[] {
  for (const level of levels) {
    const scopes = level.flatMap((grant) =>
      Object.hasOwn(grant.actions, action) ? (grant.actions[action] ?? []) : [],
    );
    if (scopes.length > 0) return scopes;
  }
  return [];
}

function unite(scopes: readonly Scope[]): Reach {
  return {
    all: scopes.includes('all'),
    own: scopes.includes('own'),
    team: scopes.includes('team'),
    teamTree: scopes.includes('teamTree'),
    filters: scopes.flatMap((scope) =>
      typeof scope === 'object' && scope !== null ? [scope.filter] : [],
    ),
  };
}

function fieldIn(levels: readonly (readonly Grant[])[], name: string): FieldAccess {
  for (const level of levels) {
    const named = level.flatMap((grant) => {
      const fields = grant.fields ?? {};
      const access = Object.hasOwn(fields, name) ? fields[name] : fields['*'];
      return access ?? [];
    });
    if (named.length > 0) return named.reduce(better);
  }
  return 'write';
}

function better(one: FieldAccess, other: FieldAccess): FieldAccess {
  return order.indexOf(one) >= order.indexOf(other) ? one : other;
}
