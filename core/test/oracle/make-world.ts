import { makeFilter } from './make-filter.ts';
import { makeText } from './make-text.ts';
import { ENTITIES, PLANS } from './plans.ts';
import type { Random } from './random.ts';
import type {
  AccessPlan,
  GrantPlan,
  HistoryPlan,
  ReaderPlan,
  RolePlan,
  RowPlan,
  RulePlan,
  ScopePlan,
  SharePlan,
  TeamPlan,
  UserPlan,
  ValuePlan,
  WorldPlan,
} from './world-plan.ts';

const ACTIONS = ['create', 'read', 'update', 'delete', 'export'];
const COUNTS: Readonly<Record<string, number>> = {
  'zoo.park': 12,
  'zoo.phase': 4,
  'zoo.house': 14,
  'zoo.cage': 12,
  'zoo.animal': 14,
  'zoo.food': 5,
  'zoo.note': 10,
};

export function makeWorld(random: Random): WorldPlan {
  const ids = (count: number): string[] => Array.from({ length: count }, () => random.uuid());
  const userIds = ids(5);
  const roles = ids(6).map((id, index) => makeRole(random, id, `role-${index}`));
  const roleIds = roles.map(({ id }) => id);
  const teams = ids(5).map((id, index, all): TeamPlan => ({
    id,
    name: `team ${index}`,
    parent: index === 0 || random.chance(0.2) ? null : random.pick(all.slice(0, index)),
    manager: random.chance(0.6) ? random.pick(userIds) : null,
    roles: random.some(roleIds, 0.2).slice(0, 2),
    // What has members is not deleted.
    deleted: index === 4 && random.chance(0.7),
  }));
  const live = teams.filter(({ deleted }) => !deleted).map(({ id }) => id);
  const users = userIds.map((id, index): UserPlan => ({
    id,
    name: `user ${index}`,
    team: random.chance(0.8) ? random.pick(live) : null,
    roles: [...new Set([random.pick(roleIds), ...random.some(roleIds, 0.1)])].slice(0, 3),
  }));
  const rows = makeRows(random, users, teams);
  const given = Object.fromEntries(
    roles.filter(() => random.chance(0.5)).map(({ key }) => [key, makeGrants(random, 2)]),
  );
  return {
    teams,
    users,
    roles,
    given,
    defaults: Object.fromEntries(
      random.some(ENTITIES, 0.1).map((entity) => [entity, random.pick(['read', 'write'] as const)]),
    ),
    shares: makeShares(random, rows, users, live),
    rules: random.chance(0.3) ? [makeRule(random, users, live)] : [],
    rows,
    history: makeHistory(random, rows),
  };
}

function makeRole(random: Random, id: string, key: string): RolePlan {
  return { id, key, grants: makeGrants(random, 3), deleted: random.chance(0.05) };
}

function makeGrants(random: Random, most: number): GrantPlan[] {
  const people: GrantPlan[] = random.chance(0.7)
    ? [{ entity: 'tessera.*', actions: { read: random.pick(['all', 'own', 'none']) } }]
    : [];
  const grants = Array.from({ length: 1 + random.whole(most) }, (_, index): GrantPlan => {
    const entity = index === 0 && random.chance(0.6) ? 'zoo.*' : makeSubject(random);
    const scope = (): ScopePlan => makeScope(random, entity);
    const actions = Object.fromEntries(
      ACTIONS.filter((action) => random.chance(action === 'read' ? 0.85 : 0.6)).map((action) => [
        action,
        scope(),
      ]),
    );
    return {
      entity,
      actions,
      ...(random.chance(0.5) ? { fields: makeFields(random, entity) } : {}),
    };
  });
  return [...grants, ...people];
}

function makeSubject(random: Random): string {
  return random.chance(0.1) ? '*' : random.chance(0.25) ? 'zoo.*' : random.pick(ENTITIES);
}

function makeScope(random: Random, entity: string): ScopePlan {
  if (random.chance(0.15))
    return { filter: makeFilter(random, PLANS[entity] ? entity : random.pick(ENTITIES), 1) };
  return random.pick(['own', 'own', 'team', 'team', 'teamTree', 'teamTree', 'all', 'none']);
}

function makeFields(random: Random, entity: string): Record<string, AccessPlan> {
  const plan = PLANS[entity] ?? PLANS[random.pick(ENTITIES)]!;
  const names = random.some(Object.keys(plan.fields), 0.3);
  const access = (): AccessPlan => random.pick(['none', 'none', 'mask', 'mask', 'read', 'write']);
  const fields = Object.fromEntries(names.map((name) => [name, access()]));
  return random.chance(0.2) ? { ...fields, '*': access() } : fields;
}

function makeRows(random: Random, users: readonly UserPlan[], teams: readonly TeamPlan[]) {
  const rows: RowPlan[] = [];
  for (const entity of Object.keys(COUNTS))
    for (let index = 0; index < COUNTS[entity]!; index++)
      rows.push(makeRow(random, entity, index, { rows, users, teams }));
  return rows.map((row) => (row.entity === 'zoo.park' ? withRollups(row, rows) : row));
}

interface Made {
  readonly rows: readonly RowPlan[];
  readonly users: readonly UserPlan[];
  readonly teams: readonly TeamPlan[];
}

function makeRow(random: Random, entity: string, index: number, made: Made): RowPlan {
  const { fields, owned } = PLANS[entity]!;
  const id = random.uuid();
  const plain = Object.fromEntries(
    Object.entries(fields).map(([name, { type, target, options, system }]) => {
      const of = (other: string): RowPlan[] => made.rows.filter((row) => row.entity === other);
      const reference = (other: string): string | null =>
        random.chance(0.15) || of(other).length === 0 ? null : random.pick(of(other)).id;
      const value = (): ValuePlan => {
        if (system) return null;
        if (name === 'name') return makeText(random);
        if (name === 'chip') return random.chance(0.7) ? `chip ${10 + index}` : null;
        if (name === 'key') return `phase ${index}`;
        if (entity === 'zoo.phase' && name === 'order') return (index * 3) % 7;
        if (entity === 'zoo.phase' && name === 'kind') return random.pick(options!);
        if (type === 'refs') return random.some(of(target!), 0.15).map((row) => row.id);
        if (type === 'ref' || type === 'state') return reference(target!);
        if (type === 'anyRef') return makeAbout(random, made.rows);
        if (random.chance(0.2)) return null;
        if (type === 'integer') return random.whole(6);
        if (type === 'boolean') return random.chance(0.5);
        if (type === 'date') return `2026-0${1 + random.whole(3)}-1${random.whole(4)}`;
        if (type === 'datetime') return `2026-02-0${1 + random.whole(9)}T10:00:00.000Z`;
        if (type === 'choice') return random.pick(options!);
        return makeText(random);
      };
      return [name, value()];
    }),
  );
  const owner = random.chance(0.15) ? null : random.pick(made.users);
  const values = {
    ...plain,
    id,
    createdAt: `2026-01-${String(1 + random.whole(20)).padStart(2, '0')}T00:00:00.000Z`,
    ...(owned
      ? {
          owner: owner?.id ?? null,
          team: random.chance(0.6) ? (owner?.team ?? null) : random.pick(made.teams).id,
        }
      : {}),
  };
  return { entity, id, deleted: entity !== 'zoo.phase' && random.chance(0.12), values };
}

function makeAbout(random: Random, rows: readonly RowPlan[]): ValuePlan {
  const about = rows.filter(({ entity }) => entity === 'zoo.park' || entity === 'zoo.animal');
  if (random.chance(0.1)) return null;
  const { entity, id } = random.chance(0.5) ? about[0]! : random.pick(about);
  return { entity, id };
}

/** As the product keeps them: of live records, whoever may see those. */
function withRollups(park: RowPlan, rows: readonly RowPlan[]): RowPlan {
  const houses = rows.filter(
    ({ entity, deleted, values }) =>
      entity === 'zoo.house' && !deleted && values['park'] === park.id,
  );
  const size = houses.reduce((sum, { values }) => sum + Number(values['size'] ?? 0), 0);
  return { ...park, values: { ...park.values, houseCount: houses.length, houseSize: size } };
}

function makeShares(
  random: Random,
  rows: readonly RowPlan[],
  users: readonly UserPlan[],
  teams: readonly string[],
): SharePlan[] {
  const shares = Array.from({ length: 24 }, (): SharePlan => {
    const { entity, id } = random.pick(rows);
    const isUser = random.chance(0.6);
    return {
      entity,
      record: id,
      user: isUser ? random.pick(users).id : null,
      team: isUser ? null : random.pick(teams),
      actions: random.pick([['read'], ['read', 'update'], ['update']]),
      expires: random.pick([null, null, '2020-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z']),
    };
  });
  // A record is shared once with each.
  const keyed = new Map(
    shares.map((share) => [`${share.record} ${share.user ?? share.team}`, share]),
  );
  return [...keyed.values()];
}

function makeRule(random: Random, users: readonly UserPlan[], teams: readonly string[]): RulePlan {
  const entity = random.pick(ENTITIES);
  const isUser = random.chance(0.6);
  return {
    id: random.uuid(),
    entity,
    filter: makeFilter(random, entity, 1, { isAnybodys: true }),
    user: isUser ? random.pick(users).id : null,
    team: isUser ? null : random.pick(teams),
    actions: random.pick([['read'], ['read', 'update']]),
  };
}

function makeHistory(random: Random, rows: readonly RowPlan[]): HistoryPlan[] {
  return random.some(rows, 0.5).map((row, index): HistoryPlan => {
    const names = random.some(Object.keys(row.values), 0.5).filter((name) => name !== 'id');
    const other = random.pick(rows.filter(({ entity }) => entity === row.entity));
    const changes = names.map((name) => [
      name,
      [other.values[name] ?? null, row.values[name] ?? null],
    ]);
    return {
      // In the order that they were written in.
      id: `01900000-0000-7${String(index).padStart(3, '0')}-8${random.uuid().slice(20)}`,
      entity: row.entity,
      record: row.id,
      changes: Object.fromEntries(changes) as HistoryPlan['changes'],
    };
  });
}

/** A user, his token, or somebody looking through his eyes. */
export function makeReader(random: Random, world: WorldPlan): ReaderPlan {
  const user = random.pick(world.users).id;
  if (random.chance(0.08)) return { user, isSeen: true };
  if (!random.chance(0.2)) return { user };
  const records = Array.from({ length: 1 + random.whole(3) }, () => ({
    entity: random.chance(0.3) ? random.pick(['*', 'zoo.*']) : random.pick(ENTITIES),
    actions: random.chance(0.4) ? ['*'] : ['read', ...random.some(ACTIONS, 0.3)],
  }));
  return { user, scopes: { records, permissions: [] } };
}
