import { customer } from '@tessera/customer';
import { createTestHost, installed, type TestClient, type TestHost } from '@tessera/host/testing';
import { sales } from '@tessera/sales';
import type { OpportunityEstimate } from '@tessera/sales/contract';
import { definePlugin, on, type Context } from '@tessera/sdk';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeDatabase } from '../../../test/setup/database.ts';

const OPPORTUNITIES = '/api/sales/opportunities';
type Estimate = (ctx: Context, estimate: OpportunityEstimate) => unknown;
let told: OpportunityEstimate[] = [];
let estimate: Estimate = () => undefined;
let host: TestHost;
let admin: TestClient;

const oracle = definePlugin({
  hooks: [
    on('sales.opportunity.estimating', (ctx, input) => {
      told.push(input);
      return estimate(ctx, input) as OpportunityEstimate | undefined;
    }),
  ],
});

beforeAll(async () => {
  host = await createTestHost({
    database: await makeDatabase(),
    plugins: [
      installed(customer, { id: 'customer' }),
      installed(sales, { id: 'sales', requires: { customer: '*' } }),
      installed(oracle, { id: 'oracle', requires: { sales: '*' } }),
    ],
  });
  admin = host.as('administrator');
});
beforeEach(() => {
  told = [];
  estimate = () => undefined;
});
afterAll(() => host?.close());

async function probabilityIn(values: object): Promise<number> {
  const { status, body } = await admin.post(OPPORTUNITIES, { name: 'Deal', ...values });
  expect(status).toBe(201);
  return body.probability;
}

test('a plugin corrects the probability that a stage brings, knowing account and stage', async () => {
  estimate = (_ctx, input) => ({ ...input, probability: input.probability + 7 });
  const account = (await admin.post('/api/customer/accounts', { name: 'Blue Heron' })).body.id;
  expect(await probabilityIn({ account, stage: 'proposal' })).toBe(57);
  expect(told).toEqual([
    { opportunity: null, account, stage: expect.any(String), probability: 50 },
  ]);
});

test('one that exists already is named', async () => {
  const { body } = await admin.post(OPPORTUNITIES, { name: 'Deal' });
  await admin.patch(`${OPPORTUNITIES}/${body.id}`, { stage: 'engaging' });
  expect(told.at(-1)).toMatchObject({ opportunity: body.id, account: null, probability: 30 });
});

test('a probability that somebody gives, and the end of a deal, are asked of nobody', async () => {
  estimate = (_ctx, input) => ({ ...input, probability: 1 });
  expect(await probabilityIn({ stage: 'proposal', probability: 42 })).toBe(42);
  expect(await probabilityIn({ stage: 'won' })).toBe(100);
  expect(await probabilityIn({ stage: 'lost' })).toBe(0);
  expect(told).toEqual([]);
});

test.each([
  [
    'a number above 100',
    (_: Context, input: OpportunityEstimate) => ({ ...input, probability: 101 }),
  ],
  ['no number', (_: Context, input: OpportunityEstimate) => ({ ...input, probability: 'high' })],
  ['nothing of the kind', () => 12],
  [
    'an error',
    () => {
      throw new Error('The oracle is closed.');
    },
  ],
])('%s leaves the probability of the stage', async (_what, answer) => {
  estimate = answer;
  expect(await probabilityIn({ stage: 'proposal' })).toBe(50);
});
