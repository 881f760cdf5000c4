import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Execution } from '../src/plugin/execution.ts';
import { aggregateRecords } from '../src/records/read.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
let system: Execution;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await openReadWorld();
  ({ system } = world);
  ids['acme'] = await world.insert('shop.firm', { name: 'Acme 10', industry: 'retail' });
  ids['beta'] = await world.insert('shop.firm', { name: 'Acme 9', industry: 'software' });
  for (const [order, key] of ['new', 'won'].entries())
    ids[key] = await world.insert('shop.stage', {
      key,
      name: `Stage ${key}`,
      kind: order ? 'won' : 'open',
      order,
    });
  for (let index = 0; index < 7; index += 1)
    await world.insert('shop.order', {
      name: `Order ${index}`,
      firm_id: index % 2 ? ids['acme'] : ids['beta'],
      stage_id: index < 3 ? ids['new'] : index < 6 ? ids['won'] : null,
      close_date: index === 5 ? null : `2026-0${(index % 3) + 1}-15`,
      amount_base: index === 6 ? null : `${index}.10`,
      amount_amount: index === 6 ? null : `${index}.10`,
      amount_currency: index === 6 ? null : 'USD',
    });
});
afterAll(() => world.close());

test('an aggregate groups by state, reference and period in their order', async () => {
  const model = world.model('shop.order');
  const measures = {
    n: 'count',
    value: { sum: 'amount' },
    mean: { avg: 'amount' },
    last: { max: 'closeDate' },
  } as const;
  expect(await aggregateRecords(system, model, { groupBy: ['stage'], measures })).toEqual([
    {
      stage: { id: ids['new'], key: 'new', label: 'Stage new', kind: 'open' },
      n: 3,
      value: '3.30',
      mean: '1.10',
      last: '2026-03-15',
    },
    {
      stage: { id: ids['won'], key: 'won', label: 'Stage won', kind: 'won' },
      n: 3,
      value: '12.30',
      mean: '4.10',
      last: '2026-02-15',
    },
    { stage: null, n: 1, value: '0.00', mean: null, last: '2026-01-15' },
  ]);
  expect(
    await aggregateRecords(system, model, { groupBy: ['firm'], measures: { n: 'count' } }),
  ).toEqual([
    { firm: { id: ids['beta'], title: 'Acme 9' }, n: 4 },
    { firm: { id: ids['acme'], title: 'Acme 10' }, n: 3 },
  ]);
  expect(
    await aggregateRecords(system, model, {
      groupBy: [{ field: 'closeDate', by: 'quarter' }, 'firm.industry'],
      measures: { n: 'count', firms: { countDistinct: 'firm' } },
      filter: { 'stage.kind': { ne: 'lost' } },
    }),
  ).toEqual([
    { closeDate: '2026-01-01', 'firm.industry': 'retail', n: 2, firms: 1 },
    { closeDate: '2026-01-01', 'firm.industry': 'software', n: 4, firms: 1 },
    { closeDate: null, 'firm.industry': 'retail', n: 1, firms: 1 },
  ]);
  expect(
    await aggregateRecords(system, model, {
      measures: { value: { sum: 'amount' } },
      filter: { name: 'none' },
    }),
  ).toEqual([{ value: '0.00' }]);
});

test('periods of a moment are those of the workspace’s zone', async () => {
  await world.insert('shop.firm', {
    name: 'Late',
    seen_at: '2026-03-31T17:00:00Z',
    industry: 'medical',
  });
  const groups = await aggregateRecords(system, world.model('shop.firm'), {
    filter: { name: 'Late' },
    groupBy: [{ field: 'seenAt', by: 'month' }],
    measures: { n: 'count' },
  });
  expect(groups).toEqual([{ seenAt: '2026-04-01', n: 1 }]);
  await world.database.query(`delete from shop.firm where name = 'Late'`);
});

test('amounts of different currencies are not added', async () => {
  await expect(
    aggregateRecords(system, world.model('shop.order'), {
      measures: { x: { sum: 'amount.amount' } },
    }),
  ).rejects.toMatchObject({ code: 'CORE_REQUEST_INVALID' });
});
