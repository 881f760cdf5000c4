import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCrmHost } from './crm-host.ts';
import type { TestHost } from '../src/testing/index.ts';

let host: TestHost;
let officer: string;
let seller: string;
let account: string;
let contact: string;

const READER = { actions: { read: 'all' } } as const;
beforeAll(async () => {
  host = await createCrmHost();
  // Reads the audit, and of the contacts neither birthdays nor telephones.
  officer = await userWith(
    'officer',
    ['tessera.audit.read'],
    [
      { entity: 'customer.account', ...READER },
      { entity: 'tessera.user', ...READER },
      { entity: 'customer.contact', actions: { read: 'own' }, fields: { birthday: 'none' } },
    ],
  );
  seller = await userWith(
    'seller',
    [],
    [
      {
        entity: 'customer.*',
        actions: { create: 'all', read: 'all', update: 'all', export: 'all' },
      },
    ],
  );
  account = (await host.as(seller).post('/api/customer/accounts', { name: '=Alder & Co' })).body.id;
  contact = (
    await host
      .as(seller)
      .post('/api/customer/contacts', { familyName: 'Birch', birthday: '1980-01-02' })
  ).body.id;
});
afterAll(() => host.close());

async function userWith(
  key: string,
  permissions: readonly string[],
  grants: readonly object[],
): Promise<string> {
  const role = await host
    .as('administrator')
    .post('/api/tessera/roles', { key, name: key, permissions, grants });
  expect(role.status).toBe(201);
  return host.user({ name: key, roles: [key] });
}

interface Entry {
  readonly id: string;
  readonly entity: string;
  readonly record: string;
  readonly action: string;
  readonly actor: { readonly userId: string | null };
  readonly changes: Readonly<Record<string, readonly unknown[]>>;
}
async function entries(who: string, query: string): Promise<readonly Entry[]> {
  const answer = await host.as(who).get(`/api/audit?${query}`);
  expect(answer.status).toBe(200);
  return answer.body.entries;
}

test('only who reads the audit reads it', async () => {
  for (const path of ['/api/audit', '/api/audit/export', '/api/audit/seals']) {
    expect((await host.as('anonymous').get(path)).status).toBe(401);
    expect((await host.as(seller).get(path)).status).toBe(403);
  }
  for (const who of [seller, officer]) {
    expect((await host.as(who).post('/api/audit/verify', {})).status).toBe(403);
    expect((await host.as(who).get('/api/settings/audit')).status).toBe(403);
    expect((await host.as(who).put('/api/settings/audit', { retentionDays: 9 })).status).toBe(403);
  }
  expect((await host.as('administrator').get('/api/settings/audit')).body.retentionDays).toBeNull();
});

test('an entry tells who did what to what, from where', async () => {
  const [entry] = await entries(officer, `record=${account}`);
  expect(entry).toMatchObject({
    entity: 'customer.account',
    record: account,
    title: '=Alder & Co',
    action: 'create',
    actor: { kind: 'token', userId: seller, name: 'seller' },
    source: 'api',
    plugin: 'customer',
    changes: { name: [null, '=Alder & Co'] },
    impersonator: null,
    initiator: null,
    cause: null,
    requestId: expect.any(String),
  });
});

test('entries are those of records that the reader may read, with the fields that he may read', async () => {
  expect(await entries('administrator', `record=${contact}`)).toHaveLength(1);
  // Of contacts the officer reads his own, and this is none.
  expect(await entries(officer, `record=${contact}`)).toEqual([]);
  const own = (
    await host.as('administrator').post('/api/customer/contacts', {
      familyName: 'Cedar',
      birthday: '1990-03-04',
      owner: officer,
    })
  ).body.id;
  const [entry] = await entries(officer, `record=${own}`);
  expect(entry?.changes).toHaveProperty('familyName');
  expect(JSON.stringify(entry)).not.toContain('1990');
  expect(await entries(officer, 'field=birthday')).toEqual([]);
  expect(await entries('administrator', 'field=birthday&action=create')).toHaveLength(2);
});

test('a deleted record’s entries stay', async () => {
  const gone = (await host.as('administrator').post('/api/customer/accounts', { name: 'Gone' }))
    .body.id;
  await host.as('administrator').delete(`/api/customer/accounts/${gone}`);
  const found = await entries(officer, `record=${gone}`);
  expect(found.map(({ action }) => action)).toEqual(['delete', 'create']);
  expect(found[0]).toMatchObject({ title: 'Gone' });
});

test('every filter narrows, and what cannot be meant is refused', async () => {
  const all = await entries('administrator', 'limit=500');
  const same = async (query: string, holds: (entry: Entry) => boolean): Promise<void> => {
    const found = await entries('administrator', `${query}&limit=500`);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(all.length);
    expect(found.every(holds)).toBe(true);
  };
  await same('entity=customer.contact', ({ entity }) => entity === 'customer.contact');
  await same(`user=${seller}`, ({ actor }) => actor.userId === seller);
  await same('action=create&source=api', ({ action }) => action === 'create');
  await same('q=SELL', ({ actor }) => actor.userId === seller);
  expect(await entries('administrator', 'q=%25%25%25')).toEqual([]);
  expect(await entries('administrator', 'from=2200-01-01')).toEqual([]);
  expect(await entries('administrator', 'to=2001-01-01T00:00:00Z')).toEqual([]);
  // Between two answers an entry may be sealed: only the ids are the same for sure.
  const idsOf = async (query: string): Promise<string[]> =>
    (await entries('administrator', query)).map(({ id }) => id);
  const accounts = 'entity=customer.account';
  expect(await idsOf(`${accounts}&from=2001-01-01`)).toEqual(await idsOf(accounts));
  for (const query of [
    'record=7',
    'user=me',
    'cursor=x',
    'from=soon',
    'limit=0',
    'limit=9999',
    'limit=x',
    'fielt=x',
    'q=%00',
  ])
    expect((await host.as('administrator').get(`/api/audit?${query}`)).status).toBe(400);
});

test('pages follow on each other without gap or double', async () => {
  // Who reads the audit of contacts is written down himself: of users nothing comes in between.
  const all = await entries('administrator', 'entity=tessera.user&limit=500');
  expect(all.length).toBeGreaterThan(1);
  const paged: Entry[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { body } = await host
      .as('administrator')
      .get(`/api/audit?entity=tessera.user&limit=1${next ? `&cursor=${next}` : ''}`);
    paged.push(...body.entries);
    next = body.next;
  }
  // An entry may be sealed meanwhile.
  expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
});

test('an export is a file that no spreadsheet computes, and is written down itself', async () => {
  const file = await host.as(officer).get(`/api/audit/export?record=${account}&format=csv`);
  expect(file.status).toBe(200);
  expect(file.headers.get('content-type')).toContain('text/csv');
  const lines = String(file.body).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(",'=Alder & Co,");
  const [exported] = await entries(officer, 'entity=tessera.audit&action=export');
  expect(exported).toMatchObject({
    actor: { userId: officer },
    changes: { filter: [null, { record: account, format: 'csv' }] },
  });
  expect((await host.as(officer).get('/api/audit/export?format=xlsx')).status).toBe(400);
});

test('an export of records says what left, and that sensitive fields were in it', async () => {
  await host.as(seller).get('/api/customer/contacts/export?format=csv&columns=familyName,birthday');
  const found = await entries('administrator', `entity=customer.contact&user=${seller}`);
  expect(found.find(({ action }) => action === 'export')?.changes).toMatchObject({
    format: [null, 'csv'],
    columns: [null, ['familyName', 'birthday']],
  });
  expect(found.find(({ action }) => action === 'view')?.changes).toEqual({
    birthday: [null, null],
    $count: [null, expect.any(Number)],
  });
  // The officer reads his own contacts only: what was taken out of all of them is not his to know.
  expect(await entries(officer, 'entity=customer.contact&action=export')).toEqual([]);
});

test('what is sealed says under which seal, and how long it is kept is an entry', async () => {
  const changed = await host.as('administrator').put('/api/settings/audit', { retentionDays: 400 });
  expect(changed.body).toEqual({ retentionDays: 400 });
  const [entry] = await entries('administrator', 'entity=tessera.audit&action=update');
  expect(entry?.changes).toEqual({ retentionDays: [null, 400] });
  expect(
    (await host.as('administrator').put('/api/settings/audit', { retentionDays: 0 })).status,
  ).toBe(422);
  const seals = async () => (await host.as(officer).get('/api/audit/seals')).body;
  await expect
    .poll(async () => {
      await host.as('administrator').post('/api/audit/verify', {});
      return (await seals()).waiting;
    })
    .toBe(0);
  const { last } = await seals();
  expect(last).toMatchObject({
    batch: expect.any(Number),
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const [sealed] = await entries(officer, `record=${account}`);
  expect(sealed).toMatchObject({ batch: expect.any(Number) });
});

test('the history of a record has what a restore needs', async () => {
  await host.as(seller).patch(`/api/customer/accounts/${account}`, { name: 'Renamed' });
  const { body } = await host.as(seller).get(`/api/customer/accounts/${account}/history`);
  expect(body[0]).toMatchObject({
    action: 'update',
    source: 'api',
    reason: null,
    cause: null,
    values: { name: ['=Alder & Co', 'Renamed'] },
  });
});
