import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EntityId } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Company, makeWorld, type World } from './world.ts';

let world: World;
const records = recordsOf();
/** Values of every kind, known only when the test runs. */
const companies = records(Company.id as EntityId);
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const asSystem = <T>(work: () => Promise<T>): Promise<T> => world.as(world.system, work);

/** What PostgreSQL or the lines of a statement could take for something else. */
const NAMES = [
  'plain',
  String.raw`\N`,
  String.raw`back\slash \n "quotes" 'more' {braces, commas}`,
  'first line\nsecond line\r\nthird',
  'NULL',
  'tab\tand 上海 𝒳 ☃',
  'a|b;c',
  '{"json": [1, null]}',
];

async function awkward(): Promise<readonly Record<string, unknown>[]> {
  const partners = await companies.createMany([{ name: 'One' }, { name: 'Two' }]);
  const ids = partners.flatMap((outcome) => (outcome.status === 'failed' ? [] : [outcome.id]));
  return NAMES.map((name, index) => ({
    name,
    tags: [[], ['a'], ['b', 'c'], null][index % 4],
    partners: index % 3 === 0 ? ids : index % 3 === 1 ? ids.slice(1) : null,
    revenue: index % 2 === 0 ? { amount: `${index}.25`, currency: 'EUR' } : null,
    employees: index === 1 ? null : index * 1e9,
    active: index % 2 === 0,
    founded: index === 2 ? null : '1987-06-05',
    score: index / 4,
    industry: index === 3 ? null : 'retail',
  }));
}

/** What is kept of a record: all columns, what is told of it, and its words; without what is each one's own. */
async function keptOf(ids: readonly string[]): Promise<unknown[]> {
  const rows = await world.kernel.database.query<{ kept: object }>(
    `select jsonb_build_object(
       'record', to_jsonb(c) - '{id, created_at, updated_at}'::text[],
       'changes', (select jsonb_agg(a.changes) from tessera.audit a where a.record_id = c.id),
       'after', (select jsonb_agg(e.payload -> 'after') from tessera.event_told e where e.record_id = c.id),
       'words', (select jsonb_agg(jsonb_build_array(s.content, s.grams)) from tessera.search s where s.record_id = c.id)) as kept
     from toy.company c join unnest($1::uuid[]) with ordinality as asked(id, place) on asked.id = c.id order by place`,
    [ids],
  );
  return rows.map(({ kept }) => kept);
}

it('records that are made together are kept as those that are made one by one, whatever stands in them', () =>
  asSystem(async () => {
    const items = await awkward();
    const single: string[] = [];
    for (const item of items) single.push((await companies.create(item)).id);
    const outcomes = await companies.createMany(items);
    const together = outcomes.map((outcome) => (outcome.status === 'failed' ? '' : outcome.id));
    expect(await keptOf(together)).toEqual(await keptOf(single));
    const { name } = await companies.get(together[1] ?? '');
    expect(name).toBe(String.raw`\N`);
  }));

it('records that are changed together are kept as those that are changed one by one', () =>
  asSystem(async () => {
    const items = await awkward();
    const blank = async (): Promise<string[]> => {
      const outcomes = await companies.createMany(items.map(() => ({ name: 'Blank' })));
      return outcomes.map((outcome) => (outcome.status === 'failed' ? '' : outcome.id));
    };
    const [single, together] = [await blank(), await blank()];
    for (const [index, item] of items.entries()) await companies.update(single[index] ?? '', item);
    // Each changes other columns.
    const changes = items.map((item, index) => ({ id: together[index] ?? '', changes: item }));
    const outcomes = await companies.updateMany(changes);
    expect(outcomes.map(({ status }) => status)).toEqual(items.map(() => 'updated'));
    expect(await keptOf(together)).toEqual(await keptOf(single));
  }));
