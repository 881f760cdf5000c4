import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Grant, Scope } from '../src/permissions/policy.ts';
import type { Execution } from '../src/plugin/execution.ts';
import type { Filter } from '../src/records/filter.ts';
import { measureReach, narrowReach } from '../src/records/narrow-reach.ts';
import { aggregateRecords, countRecords, queryRecords } from '../src/records/read.ts';
import type { Page, Query, AnyRecord } from '../src/records/records.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

/** Both plans answer the same: random worlds, random roles, random questions. */
const SEED = Number(process.env['TESSERA_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const QUESTIONS = process.env['TESSERA_TEST_FULL'] ? 1500 : 120;
const timeout = QUESTIONS * 1000;
const ENTITIES = ['shop.firm', 'shop.person', 'shop.order', 'shop.line'] as const;
const WORDS = ['amber', 'birch', 'coral', 'delta'] as const;

let world: ReadWorld;
const readers: Execution[] = [];
const random = generator(SEED);

beforeAll(async () => {
  world = await openReadWorld();
  const teams: string[] = [];
  for (let index = 0; index < 5; index++)
    teams.push(await world.team(`Team ${index}`, index > 1 ? { parent_id: pick(teams) } : {}));
  for (let index = 0; index < 12; index++) {
    const user = await world.user(`User ${index}`, grants(), { team_id: pick([...teams, null]) });
    const more = await world.insert('tessera.role', {
      key: `more-${index}`,
      name: 'More',
      grants: JSON.stringify(chance(0.3) ? grants() : []),
      permissions: '[]',
    });
    await world.database.query(
      'update tessera."user" set roles_ids = roles_ids || $2::uuid where id = $1',
      [user.principal.userId, more],
    );
    if (chance(0.5))
      await world.database.query('update tessera.team set manager_id = $1 where id = $2', [
        user.principal.userId,
        pick(teams),
      ]);
    readers.push(user);
  }
  await fill(teams);
  await world.database.query('analyze');
  if (chance(0.5))
    await world.database.query(
      `insert into tessera.sharing_default (entity, level) values ('shop.order', 'read')`,
    );
  for (const [index, reader] of readers.entries()) readers[index] = await world.again(reader);
});
afterAll(() => world.close());

describe(`seed ${SEED}`, () => {
  test(
    'the rows, their order, the cursors and the totals of both plans are the same',
    { timeout },
    async () => {
      let narrow = 0;
      // Few readers of a world may have a narrow reach: then more is asked.
      const isEnough = (asked: number): boolean =>
        asked >= QUESTIONS && (narrow > QUESTIONS / 4 || asked >= 10 * QUESTIONS);
      for (let asked = 0; !isEnough(asked); asked++) {
        const [reader, entity] = [pick(readers), pick(ENTITIES)];
        const query = question(entity);
        const broad = await everyPage(await unmeasured(reader), entity, query);
        const same = await measured(reader, entity);
        const found = await everyPage(same, entity, query);
        if (narrowReach(same, world.model(entity))) narrow++;
        const about = `${reader.principal.name} ${entity} ${JSON.stringify(query)}`;
        expect(found, about).toEqual(broad);
      }
      expect(narrow).toBeGreaterThan(QUESTIONS / 4);
    },
  );

  test('counts and groups of both plans are the same', { timeout }, async () => {
    for (let asked = 0; asked < QUESTIONS / 5; asked++) {
      const [reader, entity] = [pick(readers), pick(ENTITIES)];
      const { filter } = question(entity);
      const ask = async (execution: Execution): Promise<unknown> => [
        await refusable(() => countRecords(execution, world.model(entity), filter)),
        await refusable(() =>
          aggregateRecords(execution, world.model(entity), {
            ...(filter ? { filter } : {}),
            groupBy: ['name'],
            measures: { n: 'count' },
          }),
        ),
      ];
      const broad = await ask(await unmeasured(reader));
      expect(await ask(await measured(reader, entity))).toEqual(broad);
    }
  });
});

/** The same reader in an assembly that knows of no reach, and never learns of one. */
async function unmeasured(reader: Execution): Promise<Execution> {
  const everything = { ...world.assembly };
  const { database } = everything;
  const query: typeof database.query = (text, values) =>
    text.includes('as reached') ? Promise.resolve([]) : database.query(text, values);
  return { ...reader, assembly: { ...everything, database: { ...database, query } } };
}

async function measured(reader: Execution, entity: string): Promise<Execution> {
  const execution = { ...reader, assembly: { ...world.assembly } };
  await measureReach(execution, world.model(entity));
  return execution;
}

type Answer = readonly Page<AnyRecord>[] | string;

async function everyPage(execution: Execution, entity: string, query: Query): Promise<Answer> {
  const pages: Page<AnyRecord>[] = [];
  let cursor: string | undefined;
  do {
    const asked = { ...query, ...(cursor === undefined ? {} : { cursor }) };
    const page = await refusable(() => queryRecords(execution, world.model(entity), asked));
    if (typeof page === 'string') return page;
    pages.push(page);
    cursor = page.next;
  } while (cursor !== undefined);
  return pages;
}

async function refusable<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined || !code.startsWith('CORE_')) throw error;
    return code;
  }
}

function question(entity: (typeof ENTITIES)[number]): Query {
  const own: Record<typeof entity, readonly string[]> = {
    'shop.firm': ['industry', 'employees', 'owner'],
    'shop.person': ['firm', 'firm.name', 'team'],
    'shop.order': ['closeDate', 'firm.industry', 'amount'],
    'shop.line': ['order', 'order.firm.name'],
  };
  const orders = ['name', 'createdAt', 'updatedAt', 'id', ...own[entity]];
  const include: Record<typeof entity, string[]> = {
    'shop.firm': ['owner'],
    'shop.person': ['firm'],
    'shop.order': ['firm', 'team'],
    'shop.line': ['order'],
  };
  const filters: Filter[] = [
    { name: { contains: pick(WORDS).slice(0, 3) } },
    { id: { ne: null } },
    { createdAt: { lt: '2026-01-10T00:00:00Z' } },
    ...(entity === 'shop.order' ? [{ 'firm.industry': 'retail' }, { closeDate: null }] : []),
    ...(entity === 'shop.firm' ? [{ people: { some: { name: { contains: 'a' } } } }] : []),
  ] as Filter[];
  return {
    limit: pick([7, 19, 1000]),
    count: pick(['none', 'bounded', 'exact']),
    sort: Array.from({ length: pick([0, 1, 1, 1, 2]) }, () => ({
      field: pick(orders),
      direction: pick(['asc', 'desc'] as const),
    })),
    ...(chance(0.4) ? { filter: pick(filters) } : {}),
    ...(chance(0.2) && entity !== 'shop.line' ? { search: pick(WORDS) } : {}),
    ...(chance(0.4) ? { include: include[entity] } : {}),
    ...(chance(0.1) ? { deleted: true } : {}),
  };
}

function grants(): Grant[] {
  const scopes: readonly Scope[] = ['own', 'own', 'team', 'teamTree', 'all', 'none'];
  const filter = { filter: { name: { contains: 'a' } } } as unknown as Scope;
  return [
    { entity: 'shop.*', actions: { read: pick(scopes) } },
    ...ENTITIES.filter(() => chance(0.4)).map((entity): Grant => ({
      entity,
      actions: { read: chance(0.1) ? filter : pick(scopes) },
    })),
    { entity: 'tessera.*', actions: { read: 'all' } },
  ];
}

async function fill(teams: readonly string[]): Promise<void> {
  const made: Record<string, string[]> = {};
  const insert = async (entity: string, columns: Record<string, unknown>): Promise<void> => {
    const at = `2026-01-${String(1 + Math.floor(random() * 20)).padStart(2, '0')}T00:00:00Z`;
    const id = await world.insert(entity, {
      name: `${pick(WORDS)} ${Math.floor(random() * 30)}`,
      created_at: at,
      updated_at: at,
      deleted_at: chance(0.1) ? at : null,
      ...(entity === 'shop.line' ? {} : owned(teams)),
      ...columns,
    });
    (made[entity] ??= []).push(id);
  };
  const some = (entity: string): string | null => (chance(0.1) ? null : pick(made[entity]!));
  for (let index = 0; index < 60; index++)
    await insert('shop.firm', {
      industry: pick(['retail', 'medical', null]),
      employees: pick([1, 2, 3, null]),
    });
  for (let index = 0; index < 120; index++)
    await insert('shop.person', { firm_id: some('shop.firm') });
  for (let index = 0; index < 120; index++)
    await insert('shop.order', {
      firm_id: some('shop.firm'),
      close_date: pick(['2026-02-01', '2026-02-02', null]),
      amount_base: pick(['1', '2', null]),
    });
  for (let index = 0; index < 120; index++)
    await insert('shop.line', { order_id: some('shop.order') });
  for (let index = 0; index < 250; index++) {
    const entity = pick(ENTITIES);
    const isUser = chance(0.7);
    await world.database.query(
      `insert into tessera.record_share (entity, record_id, user_id, team_id, actions, expires_at)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [
        entity,
        pick(made[entity]!),
        isUser ? pick(readers).principal.userId : null,
        isUser ? null : pick(teams),
        pick([['read'], ['read', 'update'], ['update']]),
        pick([null, null, '2020-01-01', '2999-01-01']),
      ],
    );
  }
}

function owned(teams: readonly string[]): Record<string, unknown> {
  return {
    owner_id: pick([...readers.map((reader) => reader.principal.userId), null]),
    team_id: pick([...teams, null]),
  };
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

function chance(of: number): boolean {
  return random() < of;
}

/** Mulberry32: numbers that a seed repeats. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
