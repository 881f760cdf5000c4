import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Execution } from '../src/plugin/execution.ts';
import { matches, type FilterScope } from '../src/records/filter-evaluator.ts';
import type { Filter } from '../src/records/filter.ts';
import { queryRecords } from '../src/records/read.ts';
import type { AnyRecord } from '../src/records/records.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
let ann: Execution;
let records: readonly AnyRecord[];
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await openReadWorld();
  ann = await world.user('Ann', [{ entity: '*', actions: { read: 'all' } }], {});
  ids['ann'] = ann.principal.userId!;
  const firm = async (name: string, columns: Record<string, unknown> = {}) => {
    ids[name] = await world.insert('shop.firm', { name, ...columns });
  };
  await firm('Acme', {
    industry: 'retail',
    tags: ['a', 'b'],
    employees: 5,
    revenue_base: '10.5',
    revenue_amount: '75',
    revenue_currency: 'CNY',
    score: '12.5',
    weight: '1.25',
    active: true,
    founded: '2026-03-18',
    seen_at: '2026-03-17T16:00:00Z',
    place: { city: 'Berlin' },
    owner_id: ids['ann'],
  });
  await firm('acme 50% _x\\', {
    industry: 'software',
    tags: ['c'],
    employees: -3,
    active: false,
    founded: '2026-02-28',
    seen_at: '2026-03-18T15:59:59.999Z',
  });
  await firm('上海', {
    tags: [],
    employees: 1000,
    weight: '10',
    revenue_base: '9.9',
    revenue_amount: '9.9',
    revenue_currency: 'USD',
    founded: '2025-12-31',
    seen_at: '2026-03-18T16:00:00Z',
  });
  await firm('Empty');
  ({ records } = await queryRecords(ann, world.model('shop.firm'), { limit: 1000 }));
});
afterAll(() => world.close());

const types = {
  name: 'text',
  industry: 'choice',
  tags: 'choices',
  employees: 'integer',
  revenue: 'money',
  'revenue.currency': 'text',
  score: 'percent',
  weight: 'decimal',
  active: 'boolean',
  founded: 'date',
  seenAt: 'datetime',
  'place.city': 'text',
  owner: 'user',
} as const;

const values: Record<keyof typeof types, fc.Arbitrary<unknown>> = {
  name: fc.constantFrom('Acme', 'acme', 'a', '上', 'x\\', '%', 'Empty', 'zeta'),
  industry: fc.constantFrom('retail', 'software', 'medical'),
  tags: fc.constantFrom('a', 'b', 'c'),
  employees: fc.oneof(fc.integer({ min: -5, max: 10 }), fc.constantFrom(1000, '5', '-3')),
  revenue: fc.constantFrom(10.5, '10.50', '9.9', 0, '10.499999'),
  'revenue.currency': fc.constantFrom('USD', 'CNY'),
  score: fc.constantFrom(12.5, '12.5000', 12, 13),
  weight: fc.constantFrom('1.25', 1.25, 9, '10', '1.2500001'),
  active: fc.boolean(),
  founded: fc.constantFrom(
    '2026-03-18',
    '$today',
    '$today-P18D',
    '$today+P1Y',
    '2026-02-28',
    '2024-02-29',
    '2025-12-31',
  ),
  seenAt: fc.constantFrom(
    '2026-03-18',
    '$today',
    '$today-P1D',
    '$today+P1W',
    '$now',
    '2026-03-17T16:00:00.000Z',
    '2026-03-18T23:59:59.999+08:00',
  ),
  'place.city': fc.constantFrom('Berlin', 'berlin', 'Bonn'),
  owner: fc.constantFrom('$me', '00000000-0000-7000-8000-000000000000'),
};
const spans = fc.constantFrom(
  'P1D',
  '-P1M',
  'P1Y2M3D',
  '-P3W',
  'today',
  'lastMonth',
  'thisWeek',
  'nextYear',
  'lastQuarter',
);

function conditionOn(path: keyof typeof types): fc.Arbitrary<unknown> {
  const value = values[path];
  const list = fc.array(
    fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) }),
    { maxLength: 3 },
  );
  const options = [
    value,
    fc.constant(null),
    list,
    fc.record({ ne: value }),
    fc.record({ in: list }),
    fc.record({ notIn: list }),
    fc.record({ isNull: fc.boolean() }),
  ];
  const type = types[path];
  if (!['choice', 'choices', 'boolean', 'user'].includes(type))
    for (const operator of ['gt', 'gte', 'lt', 'lte'])
      options.push(value.map((one) => ({ [operator]: one })));
  if (type === 'text')
    for (const operator of ['contains', 'startsWith', 'endsWith'])
      options.push(value.map((one) => ({ [operator]: one })));
  if (type === 'date' || type === 'datetime') options.push(fc.record({ within: spans }));
  if (type === 'choices')
    for (const operator of ['hasAll', 'hasAny', 'hasNone'])
      options.push(fc.array(value, { maxLength: 3 }).map((ones) => ({ [operator]: ones })));
  return fc.oneof(...options);
}

const { filter: anyFilter } = fc.letrec<{ filter: Filter; leaf: Filter }>((tie) => ({
  leaf: fc
    .constantFrom(...(Object.keys(types) as (keyof typeof types)[]))
    .chain((path) =>
      conditionOn(path).map((condition) => ({ [path]: condition }) as unknown as Filter),
    ),
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({
      and: fc.array(tie('filter'), { maxLength: 3 }),
    }) as unknown as fc.Arbitrary<Filter>,
    fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }) }) as unknown as fc.Arbitrary<Filter>,
    fc.record({ not: tie('filter') }) as unknown as fc.Arbitrary<Filter>,
  ),
}));

test('the filter in SQL and the filter in JavaScript agree', async () => {
  const fields = Object.fromEntries(Object.entries(types).map(([path, type]) => [path, { type }]));
  const scope: FilterScope = {
    me: ids['ann']!,
    now: world.clock.now,
    timeZone: 'Asia/Shanghai',
    fields,
  };
  const model = world.model('shop.firm');
  await fc.assert(
    fc.asyncProperty(anyFilter, async (filter) => {
      const bySql = await queryRecords(ann, model, { filter, fields: ['name'] });
      const byScript = records.filter((record) => matches(filter, record, scope));
      expect(byScript.map((record) => record.id)).toEqual(bySql.records.map((record) => record.id));
    }),
    { numRuns: 400 },
  );
});
