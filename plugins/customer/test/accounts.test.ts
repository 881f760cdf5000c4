import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustomerHost } from './customer-host.ts';

const ACCOUNTS = '/api/customer/accounts';
let host: TestHost;
let admin: TestClient;
beforeAll(async () => {
  host = await createCustomerHost();
  admin = host.as('administrator');
});
afterAll(() => host?.close());

async function account(values: object): Promise<{ readonly id: string }> {
  const made = await admin.post(ACCOUNTS, values);
  expect(made.status).toBe(201);
  return made.body;
}

test('the plugin runs alone, without another', async () => {
  expect((await admin.get('/api/plugins')).body).toEqual([
    expect.objectContaining({ id: 'customer', state: 'active', requires: {}, neededBy: [] }),
  ]);
});

test('an account has the defaults of its kind and stage, and belongs to whoever made it', async () => {
  const { body: me } = await admin.get('/api/auth/me');
  expect((await admin.post(ACCOUNTS, { name: '  Ada   Ltd ' })).body).toMatchObject({
    name: 'Ada   Ltd',
    kind: 'company',
    lifecycleStage: 'potential',
    owner: me.user.id,
    version: 1,
  });
});

test('an account without a name is refused with the field', async () => {
  const refused = await admin.post(ACCOUNTS, { industry: 'retail' });
  expect(refused).toMatchObject({
    status: 422,
    body: {
      code: 'CORE_INPUT_INVALID',
      errors: [{ pointer: '/name', detail: expect.any(String) }],
    },
  });
});

test('subsidiaries are found from their parent, and through it', async () => {
  const parent = await account({ name: 'Holding', industry: 'finance', location: 'Zürich' });
  const child = await account({ name: 'Subsidiary', parent: parent.id });
  await account({ name: 'Stranger' });
  const names = async (query: string) =>
    (await admin.get(`${ACCOUNTS}?${query}`)).body.map(({ name }: { name: string }) => name);
  expect(await names(`parent=${parent.id}`)).toEqual(['Subsidiary']);
  expect(await names('parent.location=Zürich')).toEqual(['Subsidiary']);
  expect(
    await names(`filter=${encodeURIComponent('{"subsidiaries":{"some":{"name":"Subsidiary"}}}')}`),
  ).toEqual(['Holding']);
  const { body } = await admin.get(`${ACCOUNTS}/${child.id}?include=parent`);
  expect(body.parent).toMatchObject({
    id: parent.id,
    entity: 'customer.account',
    title: 'Holding',
  });
});

test('an account cannot stand below itself', async () => {
  const top = await account({ name: 'Top' });
  const middle = await account({ name: 'Middle', parent: top.id });
  const bottom = await account({ name: 'Bottom', parent: middle.id });
  const refusal = {
    status: 422,
    body: {
      code: 'CUSTOMER_ACCOUNT_CIRCLE',
      errors: [{ pointer: '/parent', detail: expect.any(String) }],
    },
  };
  expect(await admin.patch(`${ACCOUNTS}/${top.id}`, { parent: top.id })).toMatchObject(refusal);
  expect(await admin.patch(`${ACCOUNTS}/${top.id}`, { parent: bottom.id })).toMatchObject(refusal);
  expect((await admin.get(`${ACCOUNTS}/${top.id}`)).body).toMatchObject({
    parent: null,
    version: 1,
  });
  expect((await admin.patch(`${ACCOUNTS}/${bottom.id}`, { parent: top.id })).status).toBe(200);
});

test('two accounts of one batch cannot become the parent of each other', async () => {
  const one = await account({ name: 'One' });
  const other = await account({ name: 'Other' });
  const bulk = await admin.post(`${ACCOUNTS}/bulk`, {
    update: [
      { id: one.id, parent: other.id },
      { id: other.id, parent: one.id },
    ],
  });
  expect(bulk.status).toBe(422);
  const each = await admin.post(`${ACCOUNTS}/bulk`, {
    update: [
      { id: one.id, parent: other.id },
      { id: other.id, parent: one.id },
    ],
    atomic: 'each',
  });
  expect(each.status).toBe(207);
  expect(each.body.outcomes).toEqual([
    expect.objectContaining({ status: 'updated' }),
    expect.objectContaining({ status: 'failed', code: 'CUSTOMER_ACCOUNT_CIRCLE' }),
  ]);
});

test('a parent that somebody may not see counts in the circle all the same', async () => {
  const rep = host.as('sales-rep');
  const own = (await rep.post(ACCOUNTS, { name: 'Own' })).body;
  const hidden = await account({ name: 'Hidden', parent: own.id });
  const seen = (await rep.post(ACCOUNTS, { name: 'Seen' })).body;
  expect((await admin.patch(`${ACCOUNTS}/${seen.id}`, { parent: hidden.id })).status).toBe(200);
  expect(await rep.patch(`${ACCOUNTS}/${own.id}`, { parent: seen.id })).toMatchObject({
    status: 422,
    body: { code: 'CUSTOMER_ACCOUNT_CIRCLE' },
  });
});

test('a deleted account takes its addresses along and brings them back', async () => {
  const { id } = await account({ name: 'Moving' });
  const address = { countryCode: 'CN', city: '上海', lines: ['南京东路 1 号'] };
  const made = await admin.post('/api/customer/addresses', {
    name: '办公室',
    address,
    account: id,
  });
  expect(made).toMatchObject({ status: 201, body: { account: id, isPrimary: false } });
  const list = `/api/customer/addresses?account=${id}`;
  expect((await admin.delete(`${ACCOUNTS}/${id}`)).status).toBe(200);
  expect((await admin.get(list)).body).toEqual([]);
  expect((await admin.post(`${ACCOUNTS}/${id}/restore`)).status).toBe(200);
  expect((await admin.get(list)).body).toEqual([
    expect.objectContaining({ id: made.body.id, name: '办公室' }),
  ]);
});
