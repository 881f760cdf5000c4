import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Grant, Principal } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import type { Query } from '../src/records/records.ts';
import { Company, makeWorld, type World } from './world.ts';

let world: World;
let rep: Principal;
let other: Principal;
/** Lists that were sent to the database since it was last emptied. */
const sent: string[] = [];
const records = recordsOf();
const grants: readonly Grant[] = [{ entity: 'toy.*', actions: { create: 'own', read: 'own' } }];
const byName: Query = { sort: [{ field: 'name', direction: 'asc' }], count: 'bounded', limit: 2 };

beforeAll(async () => {
  world = await makeWorld();
  rep = await world.user('Rep', { grants: [...grants] });
  other = await world.user('Other', { grants: [...grants] });
  for (const [principal, names] of [
    [rep, ['Ash', 'Birch', 'Cedar']],
    [other, ['Dogwood']],
  ] as const)
    for (const name of names)
      await world.as(principal, () => records(Company).create({ name, employees: 1 }));
  // How far somebody reaches is asked once a minute.
  for (const principal of [rep, other]) await list(principal);
  const query = world.pool.query.bind(world.pool) as (...parts: unknown[]) => unknown;
  world.pool.query = ((...parts: unknown[]) => {
    const text = String((parts[0] as { text?: string }).text ?? parts[0]);
    if (text.includes('from "toy"."company"')) sent.push(text);
    return query(...parts);
  }) as typeof world.pool.query;
});
beforeEach(() => sent.splice(0));
afterAll(() => world?.close());

async function list(principal: Principal, query: Query = byName) {
  const page = await world.as(principal, () => records(Company).query(query));
  return { ...page, records: page.records.map(({ name }) => name) };
}

it('the same list of the same caller is read once for all who ask at the same time', async () => {
  const pages = await Promise.all(Array.from({ length: 5 }, () => list(rep)));
  expect(sent).toHaveLength(1);
  for (const page of pages)
    expect(page).toEqual({
      records: ['Ash', 'Birch'],
      total: 3,
      totalIsExact: true,
      next: pages[0]?.next,
    });
});

it('two callers share nothing', async () => {
  const pages = await Promise.all([list(rep), list(other), list(rep), list(other)]);
  expect(pages.map((page) => page.records)).toEqual([
    ['Ash', 'Birch'],
    ['Dogwood'],
    ['Ash', 'Birch'],
    ['Dogwood'],
  ]);
  expect(pages.map(({ total }) => total)).toEqual([3, 1, 3, 1]);
  expect(sent).toHaveLength(2);
});

it('neither do two lists of one caller, nor two of their pages', async () => {
  const { next } = await list(rep);
  sent.splice(0);
  const asked: Query[] = [
    byName,
    { ...byName, cursor: next! },
    { ...byName, offset: 1 },
    { ...byName, offset: 2 },
    { ...byName, limit: 1 },
    { ...byName, filter: { name: 'Cedar' } },
  ];
  const pages = await Promise.all(asked.map((query) => list(rep, query)));
  expect(pages.map((page) => page.records)).toEqual([
    ['Ash', 'Birch'],
    ['Cedar'],
    ['Birch', 'Cedar'],
    ['Cedar'],
    ['Ash'],
    ['Cedar'],
  ]);
});

it('the same aggregate is made once, and two callers share none', async () => {
  const count = (principal: Principal) =>
    world.as(principal, () => records(Company).aggregate({ measures: { n: 'count' } }));
  const counts = await Promise.all([rep, other, rep, rep, other].map(count));
  expect(counts).toEqual([[{ n: 3 }], [{ n: 1 }], [{ n: 3 }], [{ n: 3 }], [{ n: 1 }]]);
  expect(sent).toHaveLength(2);
});

it('a list within a transaction is its own', async () => {
  const [inside, outside] = await world.as(rep, ({ assembly }) =>
    assembly.context('toy').transaction(async () => {
      await records(Company).create({ name: 'Alder', employees: 1 });
      return Promise.all([records(Company).query(byName), list(rep)]);
    }),
  );
  expect(inside.records.map(({ name }) => name)).toEqual(['Alder', 'Ash']);
  expect(outside.records).toEqual(['Ash', 'Birch']);
});

it('a list that cannot be read fails for those who wait for it, and for nobody after them', async () => {
  const tables = world.kernel.database;
  await tables.query('alter table toy.company rename to company_away');
  const refused = await Promise.allSettled([list(rep), list(rep), list(rep)]);
  await tables.query('alter table toy.company_away rename to company');
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect((await list(rep)).total).toBe(4);
});
