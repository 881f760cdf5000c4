import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustomerHost } from './customer-host.ts';

const CONTACTS = '/api/customer/contacts';
const POINTS = '/api/customer/contact-points';
let host: TestHost;
let admin: TestClient;
beforeAll(async () => {
  host = await createCustomerHost();
  admin = host.as('administrator');
});
afterAll(() => host?.close());

async function contact(values: object): Promise<{ readonly id: string }> {
  const made = await admin.post(CONTACTS, values);
  expect(made.status).toBe(201);
  return made.body;
}

async function point(values: object): Promise<{ readonly id: string }> {
  const made = await admin.post(POINTS, values);
  expect(made.status).toBe(201);
  return made.body;
}

/** The ways to reach a contact, as `kind value` with a star before the primary ones, in the order in which they were made. */
async function pointsOf(id: string): Promise<readonly string[]> {
  const { body } = await admin.get(`${POINTS}?contact=${id}&_sort=createdAt`);
  return body.map(
    ({ kind, value, isPrimary }: Record<string, unknown>) =>
      `${isPrimary ? '*' : ''}${String(kind)} ${String(value)}`,
  );
}

async function shown(id: string): Promise<unknown> {
  const { email, phone } = (await admin.get(`${CONTACTS}/${id}`)).body;
  return { email, phone };
}

test('the full name follows its parts, in the order of the language', async () => {
  const { id } = await contact({ familyName: 'Okafor', givenName: 'Ada' });
  const name = async () => (await admin.get(`${CONTACTS}/${id}?fields=fullName`)).body.fullName;
  expect(await name()).toBe('Ada Okafor');
  await admin.patch(`${CONTACTS}/${id}`, { familyName: '王', givenName: '晓彤' });
  expect(await name()).toBe('王晓彤');
  await admin.patch(`${CONTACTS}/${id}`, { givenName: null });
  expect(await name()).toBe('王');
  await admin.patch(`${CONTACTS}/${id}`, { fullName: 'Somebody else' });
  expect(await name()).toBe('王');
});

test('e-mail and telephone of a new contact are its primary contact points', async () => {
  const { id } = await contact({
    familyName: 'New',
    email: 'New@Example.COM',
    phone: '+86 10 6552 9988',
  });
  expect(await shown(id)).toEqual({ email: 'new@example.com', phone: '+86 10 6552 9988' });
  expect(await pointsOf(id)).toEqual(['*email new@example.com', '*phone +86 10 6552 9988']);
  const { body } = await admin.get(`${POINTS}?contact=${id}&kind=phone`);
  expect(body).toEqual([expect.objectContaining({ normalized: '+861065529988' })]);
});

test('contacts that are written together each keep their own ways to reach them', async () => {
  const made = await admin.post(`${CONTACTS}/bulk`, {
    create: [
      { familyName: 'Both', email: 'both@example.com', phone: '1001' },
      { familyName: 'Mail', email: 'mail@example.com' },
      { familyName: 'None' },
    ],
  });
  expect(made.status).toBe(200);
  const [both, mail, none] = made.body.outcomes.map(({ id }: { id: string }) => id);
  const changed = await admin.post(`${CONTACTS}/bulk`, {
    update: [
      { id: both, email: 'other@example.com', phone: null },
      { id: none, phone: '1003' },
    ],
  });
  expect(changed.status).toBe(200);
  expect(await pointsOf(both)).toEqual(['*email other@example.com']);
  expect(await pointsOf(mail)).toEqual(['*email mail@example.com']);
  expect(await pointsOf(none)).toEqual(['*phone 1003']);
});

test('a PATCH of the e-mail alone changes the primary contact point, and both histories show it', async () => {
  const { id } = await contact({
    familyName: 'Changed',
    email: 'old@example.com',
    phone: '123456',
  });
  const [email] = (await admin.get(`${POINTS}?contact=${id}&kind=email`)).body;
  expect(await admin.patch(`${CONTACTS}/${id}`, { email: 'new@example.com' })).toMatchObject({
    status: 200,
    body: { email: 'new@example.com', version: 2 },
  });
  expect(await pointsOf(id)).toEqual(['*email new@example.com', '*phone 123456']);
  const { body: ofContact } = await admin.get(`${CONTACTS}/${id}/history`);
  expect(ofContact[0]).toMatchObject({
    action: 'update',
    changes: { email: ['old@example.com', 'new@example.com'] },
  });
  const { body: ofPoint } = await admin.get(`${POINTS}/${email.id}/history`);
  expect(ofPoint[0]).toMatchObject({
    action: 'update',
    changes: { value: ['old@example.com', 'new@example.com'] },
  });
});

test('the e-mail of a contact and its contact point are one change: neither is written without the other', async () => {
  const { id } = await contact({ familyName: 'Whole', email: 'whole@example.com' });
  const bulk = await admin.post(`${CONTACTS}/bulk`, {
    update: [
      { id, email: 'half@example.com' },
      { id: '00000000-0000-7000-8000-000000000000', email: 'nobody@example.com' },
    ],
  });
  expect(bulk.status).toBe(422);
  expect(await shown(id)).toMatchObject({ email: 'whole@example.com' });
  expect(await pointsOf(id)).toEqual(['*email whole@example.com']);
});

test('an e-mail that the contact has already becomes the primary one, and the old one stays', async () => {
  const { id } = await contact({ familyName: 'Two', email: 'first@example.com' });
  await point({ contact: id, kind: 'email', value: 'second@example.com', purpose: 'home' });
  expect(await shown(id)).toMatchObject({ email: 'first@example.com' });
  await admin.patch(`${CONTACTS}/${id}`, { email: 'second@example.com' });
  expect(await pointsOf(id)).toEqual(['email first@example.com', '*email second@example.com']);
});

test('a second primary of a kind replaces the first', async () => {
  const { id } = await contact({ familyName: 'Primary', email: 'one@example.com', phone: '111' });
  await point({ contact: id, kind: 'email', value: ' Two@Example.com ', isPrimary: true });
  expect(await pointsOf(id)).toEqual([
    'email one@example.com',
    '*phone 111',
    '*email two@example.com',
  ]);
  expect(await shown(id)).toEqual({ email: 'two@example.com', phone: '111' });
});

test('of two primaries in one batch one stays, and the contact shows that one', async () => {
  const { id } = await contact({ familyName: 'Batch' });
  const create = ['a@example.com', 'b@example.com'].map((value) => ({
    contact: id,
    kind: 'email',
    value,
    isPrimary: true,
  }));
  expect((await admin.post(`${POINTS}/bulk`, { create })).status).toBe(200);
  const primaries = (await pointsOf(id)).filter((text) => text.startsWith('*'));
  expect(primaries).toHaveLength(1);
  expect(primaries).toEqual([`*email ${((await shown(id)) as { email: string }).email}`]);
});

test.each([
  ['is deleted', (id: string) => admin.delete(`${POINTS}/${id}`)],
  ['is primary no longer', (id: string) => admin.patch(`${POINTS}/${id}`, { isPrimary: false })],
  ['becomes something else', (id: string) => admin.patch(`${POINTS}/${id}`, { kind: 'other' })],
  ['leaves for an account', (id: string) => admin.patch(`${POINTS}/${id}`, { contact: null })],
])('a contact shows no e-mail any more when its primary one %s', async (_, change) => {
  const { id } = await contact({ familyName: 'Cleared', email: 'gone@example.com', phone: '222' });
  const [email] = (await admin.get(`${POINTS}?contact=${id}&kind=email`)).body;
  expect((await change(email.id)).status).toBe(200);
  expect(await shown(id)).toEqual({ email: null, phone: '222' });
});

test('an e-mail that is cleared takes its contact point along', async () => {
  const { id } = await contact({ familyName: 'Emptied', email: 'empty@example.com' });
  expect((await admin.patch(`${CONTACTS}/${id}`, { email: null })).status).toBe(200);
  expect(await pointsOf(id)).toEqual([]);
});

test('a primary contact point that moves to another contact is shown there', async () => {
  const from = await contact({ familyName: 'From', email: 'shared@example.com' });
  const to = await contact({ familyName: 'To' });
  const [email] = (await admin.get(`${POINTS}?contact=${from.id}`)).body;
  await admin.patch(`${POINTS}/${email.id}`, { contact: to.id });
  expect(await shown(from.id)).toMatchObject({ email: null });
  expect(await shown(to.id)).toMatchObject({ email: 'shared@example.com' });
});

test('a contact that is deleted and restored is reached as before', async () => {
  const { id } = await contact({ familyName: 'Back', email: 'back@example.com', phone: '333' });
  await admin.delete(`${CONTACTS}/${id}`);
  expect(await pointsOf(id)).toEqual([]);
  await admin.post(`${CONTACTS}/${id}/restore`);
  expect(await pointsOf(id)).toEqual(['*email back@example.com', '*phone 333']);
  expect(await shown(id)).toEqual({ email: 'back@example.com', phone: '333' });
});

test('a contact point of the kind e-mail is an e-mail address', async () => {
  const { id } = await contact({ familyName: 'Wrong' });
  expect(await admin.post(POINTS, { contact: id, kind: 'email', value: 'not one' })).toMatchObject({
    status: 422,
    body: {
      code: 'CUSTOMER_EMAIL_INVALID',
      errors: [{ pointer: '/value', detail: expect.any(String) }],
    },
  });
  expect((await admin.post(POINTS, { contact: id, kind: 'wechat', value: 'not one' })).status).toBe(
    201,
  );
});

test('nobody reports to himself, not through others either', async () => {
  const chief = await contact({ familyName: 'Chief' });
  const head = await contact({ familyName: 'Head', reportsTo: chief.id });
  const member = await contact({ familyName: 'Member', reportsTo: head.id });
  for (const reportsTo of [chief.id, head.id, member.id]) {
    expect(await admin.patch(`${CONTACTS}/${chief.id}`, { reportsTo })).toMatchObject({
      status: 422,
      body: {
        code: 'CUSTOMER_REPORTING_CIRCLE',
        errors: [{ pointer: '/reportsTo', detail: expect.any(String) }],
      },
    });
  }
  expect((await admin.patch(`${CONTACTS}/${member.id}`, { reportsTo: chief.id })).status).toBe(200);
});

test('who sees an account sees its contacts and how to reach them', async () => {
  const rep = host.as('sales-rep');
  const { body: account } = await rep.post('/api/customer/accounts', {
    name: 'Of the representative',
  });
  const { id } = await contact({
    familyName: 'Visible',
    email: 'visible@example.com',
    account: account.id,
  });
  const hidden = await contact({ familyName: 'Hidden', email: 'hidden@example.com' });
  expect((await rep.get(CONTACTS)).body.map((one: { id: string }) => one.id)).toEqual([id]);
  expect((await rep.get(POINTS)).body.map(({ value }: { value: string }) => value)).toEqual([
    'visible@example.com',
  ]);
  expect((await rep.get(`${CONTACTS}/${hidden.id}`)).status).toBe(404);
});
