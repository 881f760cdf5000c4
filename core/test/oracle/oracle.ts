import { PLANS, type EntityPlan, type FieldPlan } from './plans.ts';
import { fits, isSound } from './oracle-filter.ts';
import type {
  AccessPlan,
  GrantPlan,
  ReaderPlan,
  RowPlan,
  ScopePlan,
  WorldPlan,
} from './world-plan.ts';

/**
 * Who may do what, in plain code over lists: the meaning of permissions as the specification tells it, with nothing of the product's code.
 *
 * may(action, record) = scope ≠ none ∧ (in scope ∨ shared ∨ through its parent)
 */
export interface Oracle {
  readonly world: WorldPlan;
  readonly reader: ReaderPlan;
  readonly me: string;
  readonly myTeams: readonly string[];
  /** Whether any record may be reached by the action. */
  mayAny(entity: string, action: string): boolean;
  may(action: string, row: RowPlan): boolean;
  /** Live, and may be read. */
  sees(row: RowPlan | undefined): row is RowPlan;
  access(entity: string, field: string): AccessPlan;
  /** Filter, sort, group and search take it. */
  isOpen(entity: string, field: string): boolean;
  row(entity: string, id: unknown): RowPlan | undefined;
  rows(entity: string): readonly RowPlan[];
}

const LEVELS = ['none', 'mask', 'read', 'write'] as const;

export function createOracle(world: WorldPlan, reader: ReaderPlan): Oracle {
  const user = world.users.find(({ id }) => id === reader.user)!;
  const team = world.teams.find(({ id, deleted }) => id === user.team && !deleted);
  const myTeams = team ? [team.id] : [];
  const managed = managedBy(world, user.id);
  const roles = world.roles.filter(
    ({ id, deleted }) => !deleted && (user.roles.includes(id) || team?.roles.includes(id)),
  );
  const lists = (entity: string): GrantPlan[][] =>
    isScoped(entity)
      ? roles.flatMap(({ key, grants }) => {
          const given = world.given[key] ?? [];
          const isReplaced = grants.some((grant) => grant.entity === entity);
          return (isReplaced ? [grants] : [grants, given])
            .map((list) => list.filter((grant) => isAbout(grant.entity, entity)))
            .filter((list) => list.length > 0);
        })
      : [];

  function isScoped(entity: string, action?: string): boolean {
    return (
      !reader.scopes ||
      reader.scopes.records.some(
        (scope) =>
          isAbout(scope.entity, entity) &&
          (action === undefined
            ? scope.actions.length > 0
            : scope.actions.includes('*') || scope.actions.includes(action)),
      )
    );
  }

  function scopes(entity: string, action: string): ScopePlan[] {
    if (!isScoped(entity, action) || (reader.isSeen && action !== 'read')) return [];
    const found = lists(entity).flatMap((list) => {
      const speaking = list.filter((grant) => grant.actions[action] !== undefined);
      return mostSpecific(speaking).map((grant) => grant.actions[action]!);
    });
    return found.filter((scope) => scope !== 'none');
  }

  function isDefault(entity: string, action: string): boolean {
    const level = world.defaults[entity];
    return (action === 'read' && level !== undefined) || (action === 'update' && level === 'write');
  }

  function isShared(row: RowPlan, action: string): boolean {
    if (action !== 'read' && action !== 'update') return false;
    return world.shares.some(
      (share) =>
        share.entity === row.entity &&
        share.record === row.id &&
        share.actions.includes(action) &&
        (share.user === user.id || (share.team !== null && myTeams.includes(share.team))) &&
        (share.expires === null || share.expires > '2026-01-01'),
    );
  }

  function parentOf(row: RowPlan): RowPlan | undefined {
    const via = plan(row.entity).shareVia;
    const field = via === undefined ? undefined : plan(row.entity).fields[via];
    const parent = field && oracle.row(field.target!, row.values[via!]);
    return parent && !parent.deleted ? parent : undefined;
  }

  /** Own, team, subtree: by the row's owner and team, or by those of what it belongs to. */
  function isNear(row: RowPlan, given: readonly ScopePlan[], action: string): boolean {
    const { owner, team: its } = row.values;
    const named = given.filter((scope) => typeof scope === 'string');
    if (plan(row.entity).owned) {
      if (named.length > 0 && owner === user.id) return true;
      if (given.includes('team') && myTeams.includes(its as string)) return true;
      if (given.includes('teamTree') && managed.includes(its as string)) return true;
    }
    if (action !== 'read' && plan(row.entity).owned) return false;
    const parent = parentOf(row);
    if (!parent || !oracle.may('read', parent)) return false;
    if (isNear(parent, given, action)) return true;
    return action === 'read' && (isDefault(parent.entity, 'read') || isShared(parent, 'read'));
  }

  const oracle: Oracle = {
    world,
    reader,
    me: user.id,
    myTeams,
    mayAny: (entity, action) => scopes(entity, action).length > 0,
    may(action, row) {
      const given = scopes(row.entity, action);
      const { owned, shareVia } = plan(row.entity);
      if (given.length === 0) return false;
      if (given.includes('all') || isDefault(row.entity, action)) return true;
      const isFree = !owned && shareVia === undefined;
      const isTaking = action === 'read' || action === 'export';
      if (isFree && isTaking && given.some((scope) => typeof scope === 'string')) return true;
      return (
        isNear(row, given, action) ||
        isShared(row, action) ||
        given.some((scope) => typeof scope === 'object' && holds(scope.filter, row))
      );
    },
    sees: (row): row is RowPlan => row !== undefined && !row.deleted && oracle.may('read', row),
    access(entity, name) {
      const field = plan(entity).fields[name];
      const counting = lists(entity);
      if (!field) return 'none';
      const named = (list: readonly GrantPlan[]): boolean =>
        list.some(({ fields }) => fields && name in fields);
      let best = strongest(counting.map((list) => accessIn(list, name)));
      if (field.system && counting.some(reachesSome)) best = strongest([best, 'read']);
      if (field.rollup && !counting.some(named) && isSourceHidden(entity, field)) return 'none';
      return best;
    },
    isOpen: (entity, name) => ['read', 'write'].includes(oracle.access(entity, name)),
    row: (entity, id) =>
      world.rows.find((row) => row.entity === entity && row.id === id) ?? person(world, entity, id),
    rows: (entity) => world.rows.filter((row) => row.entity === entity),
  };

  /** A roll-up tells of all the records below: whoever might not see one of them does not see it. */
  function isSourceHidden(counting: string, { rollup }: FieldPlan): boolean {
    if (!rollup) return false;
    const below = scopes(rollup.entity, 'read');
    if (below.length === 0) return true;
    if (rollup.field !== undefined && !oracle.isOpen(rollup.entity, rollup.field)) return true;
    if (below.includes('all') || isDefault(rollup.entity, 'read')) return false;
    return !areAllNear(rollup, below, scopes(counting, 'read'));
  }

  /** Whether each record below is near because the record above it is, whichever that is. */
  function areAllNear(
    rollup: NonNullable<FieldPlan['rollup']>,
    below: readonly ScopePlan[],
    above: readonly ScopePlan[],
  ): boolean {
    if (plan(rollup.entity).shareVia !== rollup.via) return false;
    if (!below.some((scope) => typeof scope === 'string')) return false;
    return above.every(
      (scope) =>
        scope === 'own' || ((scope === 'team' || scope === 'teamTree') && below.includes(scope)),
    );
  }

  /** An administrator's filter names every field and meets every record; one that names what is not there finds nothing. */
  function holds(filter: object, row: RowPlan): boolean {
    const everything = trustingOracle(oracle);
    return (
      isSound(everything, row.entity, filter as never) && fits(everything, row, filter as never)
    );
  }
  return oracle;
}

/** The same eyes, but nothing is hidden from them. */
export function trustingOracle(oracle: Oracle): Oracle {
  return {
    ...oracle,
    sees: (row): row is RowPlan => row !== undefined && !row.deleted,
    access: (entity, name) => (plan(entity).fields[name] ? 'write' : 'none'),
    isOpen: (entity, name) => plan(entity).fields[name] !== undefined,
  };
}

function plan(entity: string): EntityPlan {
  return PLANS[entity]!;
}

function isAbout(name: string, entity: string): boolean {
  return name === entity || name === '*' || name === `${entity.split('.')[0]}.*`;
}

/** For the entity itself before its plugin before all. */
function mostSpecific(grants: readonly GrantPlan[]): readonly GrantPlan[] {
  const rank = ({ entity }: GrantPlan): number =>
    entity === '*' ? 0 : entity.endsWith('.*') ? 1 : 2;
  const best = Math.max(...grants.map(rank));
  return grants.filter((grant) => rank(grant) === best);
}

/** What says nothing but “none” reaches nothing: it gives no field that it does not name. */
function reachesSome(list: readonly GrantPlan[]): boolean {
  const actions = new Set(list.flatMap((grant) => Object.keys(grant.actions)));
  return [...actions].some((action) =>
    mostSpecific(list.filter((grant) => grant.actions[action] !== undefined)).some(
      (grant) => grant.actions[action] !== 'none',
    ),
  );
}

function accessIn(list: readonly GrantPlan[], name: string): AccessPlan {
  const speaking = list.filter(({ fields }) => fields && (name in fields || '*' in fields));
  if (speaking.length === 0) return reachesSome(list) ? 'write' : 'none';
  return strongest(mostSpecific(speaking).map(({ fields }) => fields![name] ?? fields!['*']!));
}

function strongest(list: readonly AccessPlan[]): AccessPlan {
  return LEVELS[Math.max(0, ...list.map((one) => LEVELS.indexOf(one)))]!;
}

function managedBy({ teams }: WorldPlan, user: string): readonly string[] {
  const live = teams.filter(({ deleted }) => !deleted);
  const found = live.filter(({ manager }) => manager === user).map(({ id }) => id);
  // What is added while it is walked is walked too.
  for (const id of found)
    for (const below of live)
      if (below.parent === id && !found.includes(below.id)) found.push(below.id);
  return found;
}

/** Users and teams are records too. */
function person(world: WorldPlan, entity: string, id: unknown): RowPlan | undefined {
  const found: { name: string; deleted?: boolean } | undefined =
    entity === 'tessera.user'
      ? world.users.find((one) => one.id === id)
      : entity === 'tessera.team'
        ? world.teams.find((one) => one.id === id)
        : undefined;
  if (!found) return undefined;
  const values = { id: String(id), name: found.name, createdAt: '2026-01-01T00:00:00.000Z' };
  return { entity, id: String(id), deleted: found.deleted ?? false, values };
}
