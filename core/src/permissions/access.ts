import type { EntityModel, FieldModel } from '../entities/model.ts';
import type { Assembly } from '../plugin/assembly.ts';
import { isSharedByDefault } from './sharing-default.ts';
import type { Filter } from '../records/filter.ts';
import { orKept } from '../records/or-kept.ts';
import {
  better,
  fieldIn,
  grantLists,
  namesField,
  reachesSome,
  scopesIn,
  type GrantList,
} from './grant-list.ts';
import type { FieldAccess, Principal, Scope } from './policy.ts';
import { letsThrough, namesEntity } from './token-scopes.ts';

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

type Remembered = Map<string, Access>;

// What follows from an assembly, the roles of a principal and the scopes of its token; it goes when one of them goes.
const known = new WeakMap<Assembly, WeakMap<object, WeakMap<object, Remembered>>>();
const unlimited = new WeakMap<EntityModel, Access>();
/** In place of the scopes of one who has none. */
const UNSCOPED = {};

/** The access of a principal to an entity in an assembly. */
export function accessOf(assembly: Assembly, principal: Principal, model: EntityModel): Access {
  if (principal.unlimited) return unlimitedAccess(model);
  return orKept(rememberedOf(assembly, principal), model.id, () =>
    createAccess(assembly, principal, model),
  );
}

function rememberedOf(assembly: Assembly, { roles, scopes }: Principal): Remembered {
  const byRoles = orKept(known, assembly, () => new WeakMap());
  const byScopes = orKept(byRoles, roles, () => new WeakMap());
  return orKept(byScopes, scopes ?? UNSCOPED, () => new Map());
}

export function reachesNothing(reach: Reach): boolean {
  return !(reach.all || reach.own || reach.team || reach.teamTree || reach.filters.length > 0);
}

const everything: Reach = { all: true, own: true, team: true, teamTree: true, filters: [] };
/** No record at all. */
export const nothing: Reach = { all: false, own: false, team: false, teamTree: false, filters: [] };

function unlimitedAccess(model: EntityModel): Access {
  return orKept(unlimited, model, () => {
    const visible = { fields: [...model.fields.values()], masked: new Set<string>() };
    return { reach: () => everything, field: () => 'write', visible };
  });
}

function createAccess(assembly: Assembly, principal: Principal, model: EntityModel): Access {
  const { scopes } = principal;
  const lists = namesEntity(scopes, model) ? listsOf(assembly, principal, model) : [];
  const reaches = new Map<string, Reach>();
  const fields = new Map<string, FieldAccess>();
  const access: Omit<Access, 'visible'> = {
    reach: (action) =>
      orKept(reaches, action, () =>
        letsThrough(scopes, model, action)
          ? unite(lists.flatMap((list) => scopesIn(list, action)))
          : nothing,
      ),
    field: (field) =>
      orKept(fields, field.name, () => {
        const isNamed = lists.some((list) => namesField(list, field.name));
        if (field.rollup && !isNamed && hidesSource(assembly, principal, model, field))
          return 'none';
        return grantedField(lists, field);
      }),
  };
  let visible: VisibleFields | undefined;
  return {
    ...access,
    get visible() {
      return (visible ??= visibleFields(model, access));
    },
  };
}

/** What the roles say of an entity, as far as it counts. */
function listsOf(
  assembly: Assembly,
  { roles }: Principal,
  model: EntityModel,
): readonly GrantList[] {
  return grantLists(assembly, roles, model).filter(({ isReplaced }) => !isReplaced);
}

function grantedField(lists: readonly GrantList[], { name, system }: FieldModel): FieldAccess {
  const granted = lists.reduce<FieldAccess>(
    (best, list) => better(best, fieldIn(list, name)),
    'none',
  );
  return system && lists.some(reachesSome) ? better(granted, 'read') : granted;
}

/**
 * A roll-up counts every record below it: it is hidden from whoever may not see one of them, or not the field that is added up, unless a
 * grant names it.
 */
export function hidesSource(
  assembly: Assembly,
  principal: Principal,
  model: EntityModel,
  { rollup }: FieldModel,
): boolean {
  const source = rollup && assembly.models.get(rollup.entity);
  if (!source) return false;
  const access = accessOf(assembly, principal, source);
  const field = rollup.field === undefined ? undefined : source.fields.get(rollup.field);
  const shown = field && access.field(field);
  if (shown === 'none' || shown === 'mask') return true;
  const below = access.reach('read');
  if (below.all || (!reachesNothing(below) && isSharedByDefault(principal, source, 'read')))
    return false;
  const inherits = source.options.shareVia === rollup.via;
  return !inherits || !goesAsFar(below, accessOf(assembly, principal, model).reach('read'));
}

/** Whether the records below every record that is in reach are in reach through it. */
function goesAsFar(below: Reach, above: Reach): boolean {
  if (above.all || above.filters.length > 0) return false;
  const reachesOwn = below.own || below.team || below.teamTree;
  return reachesOwn && (!above.team || below.team) && (!above.teamTree || below.teamTree);
}

function visibleFields(model: EntityModel, access: Pick<Access, 'field'>): VisibleFields {
  const fields = [...model.fields.values()].filter((field) => access.field(field) !== 'none');
  const masked = fields.filter((field) => access.field(field) === 'mask');
  return { fields, masked: new Set(masked.map((field) => field.name)) };
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
