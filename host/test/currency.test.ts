import { defineEntity, definePlugin, money, text } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';

const Deal = defineEntity('toy.deal', {
  label: { en: 'Deal' },
  plural: { en: 'Deals' },
  path: 'deals',
  title: 'name',
  fields: { name: text().required(), amount: money() },
});

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost({
    database: await makeDatabase(),
    plugins: [installed(definePlugin({ entities: [Deal] }), { id: 'toy' })],
    settings: { currency: 'CNY' },
  });
});
afterAll(() => host?.close());

function rates() {
  return host.kernel.assembly.rates;
}

async function addRate(from: string, to: string, date: string, rate: string): Promise<string> {
  const made = await host
    .as('administrator')
    .post('/api/tessera/exchange-rates', { from, to, date, rate });
  expect(made.status).toBe(201);
  return made.body.id;
}

test('the base currency can change until there is money, also when its plugin is off or the record deleted', async () => {
  const administrator = host.as('administrator');
  expect((await administrator.patch('/api/settings', { currency: 'EUR' })).body.currency).toBe(
    'EUR',
  );
  expect((await administrator.patch('/api/settings', { currency: 'CNY' })).body.currency).toBe(
    'CNY',
  );
  const deal = await administrator.post('/api/toy/deals', {
    name: 'First',
    amount: { amount: '10', currency: 'CNY' },
  });
  expect(deal.status).toBe(201);
  await administrator.delete(`/api/toy/deals/${deal.body.id}`);
  await administrator.post('/api/plugins/toy/disable');
  const refused = await administrator.patch('/api/settings', { currency: 'EUR', name: 'Changed' });
  expect([refused.status, refused.body.code]).toEqual([409, 'HOST_CURRENCY_FIXED']);
  expect(refused.body.detail).toContain('toy.deal');
  expect((await administrator.get('/api/settings')).body).toMatchObject({
    currency: 'CNY',
    name: 'Test',
  });
  await administrator.post('/api/plugins/toy/enable');
});

test('a rate is the latest of its day or before, and holds as soon as it is saved', async () => {
  expect(await rates().find('USD', 'CNY', '2026-03-01')).toBeUndefined();
  const id = await addRate('USD', 'CNY', '2026-01-01', '7.1');
  await addRate('USD', 'CNY', '2026-02-01', '7.2');
  expect(await rates().find('USD', 'CNY', '2025-12-31')).toBeUndefined();
  expect(await rates().find('USD', 'CNY', '2026-01-31')).toEqual({
    rate: '7.1',
    date: '2026-01-01',
  });
  expect(await rates().find('USD', 'CNY', '2026-02-01')).toEqual({
    rate: '7.2',
    date: '2026-02-01',
  });
  await host.as('administrator').patch(`/api/tessera/exchange-rates/${id}`, { rate: '7.15' });
  expect(await rates().find('USD', 'CNY', '2026-01-31')).toEqual({
    rate: '7.15',
    date: '2026-01-01',
  });
});

test('an absent rate is the reverse of the opposite one, or goes over the base currency', async () => {
  await addRate('EUR', 'CNY', '2026-02-10', '7.8');
  expect(await rates().find('CNY', 'EUR', '2026-02-28')).toEqual({
    rate: '0.1282051282',
    date: '2026-02-10',
  });
  expect(await rates().find('EUR', 'USD', '2026-02-28')).toEqual({
    rate: '1.0833333333',
    date: '2026-02-01',
  });
  expect(await rates().find('EUR', 'EUR', '2026-02-28')).toEqual({ rate: '1', date: '2026-02-28' });
  expect(await rates().find('EUR', 'JPY', '2026-02-28')).toBeUndefined();
});

test('one rate a day and pair', async () => {
  await addRate('GBP', 'CNY', '2026-01-01', '9');
  const again = await host.as('administrator').post('/api/tessera/exchange-rates', {
    from: 'GBP',
    to: 'CNY',
    date: '2026-01-01',
    rate: '10',
  });
  expect([again.status, again.body.code]).toEqual([409, 'CORE_VALUE_TAKEN']);
});

test('money is converted by these rates', async () => {
  const deal = await host
    .as('administrator')
    .post('/api/toy/deals', { name: 'Dollars', amount: { amount: '100', currency: 'USD' } });
  expect(deal.body.amount).toEqual({ amount: '100.00', currency: 'USD', base: '720.00' });
});

test('every currency is there with the digits of ISO 4217; the usual ones are in use', async () => {
  const found = await host
    .as('sales-rep')
    .get(
      '/api/tessera/currencies?code=CNY&code=JPY&code=KWD&code=HUF&code=IQD&fields=code,exponent,active&_sort=code',
    );
  expect(
    found.body.map(({ code, exponent, active }: Record<string, unknown>) => [
      code,
      exponent,
      active,
    ]),
  ).toEqual([
    ['CNY', 2, true],
    ['HUF', 2, true],
    ['IQD', 3, false],
    ['JPY', 0, true],
    ['KWD', 3, false],
  ]);
  expect([rates().exponent('KWD'), rates().exponent('XQX')]).toEqual([3, undefined]);
});

test('a rate is between two currencies that exist, and above nothing', async () => {
  const base = { from: 'CHF', to: 'CNY', date: '2026-01-01', rate: '8' };
  for (const [wrong, field] of [
    [{ from: 'XQX' }, '/from'],
    [{ to: 'CHF' }, '/to'],
    [{ rate: '0' }, '/rate'],
    [{ rate: '-1' }, '/rate'],
  ] as const) {
    const refused = await host
      .as('administrator')
      .post('/api/tessera/exchange-rates', { ...base, ...wrong });
    expect([
      refused.status,
      refused.body.errors.map((problem: { pointer: string }) => problem.pointer),
    ]).toEqual([422, [field]]);
  }
});
