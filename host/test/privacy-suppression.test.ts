import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClient, TestHost } from '../src/testing/index.ts';
import { createCrmHost } from './crm-host.ts';
import { CONTACTS, done, erase, placesOf } from './privacy-world.ts';

const POINTS = '/api/customer/contact-points';
const SUPPRESSIONS = '/api/privacy/suppressions';
const EMAIL = 'ada.quill@example.com';
const PHONE = '+44 20 7946 0018';
const REFUSED = [422, 'CORE_PERSON_ERASED'];

let host: TestHost;
let admin: TestClient;
let neighbour: string;
beforeAll(async () => {
  host = await createCrmHost();
  admin = host.as('administrator');
  const { id } = await done(
    admin.post(CONTACTS, { familyName: 'Quill', givenName: 'Ada', email: EMAIL, phone: PHONE }),
  );
  neighbour = (await done(admin.post(CONTACTS, { familyName: 'Neighbour' }))).id;
  await done(admin.post(POINTS, { contact: id, kind: 'mobile', value: '0044 7700 900 555' }));
  await erase(host, admin, {
    entity: 'customer.contact',
    id,
    confirm: EMAIL.toUpperCase(),
  });
});
afterAll(() => host?.close());

const outcome = ({ status, body }: { status: number; body: { code?: string } }) => [
  status,
  body.code,
];

test.each([
  ['the address as it was', { email: EMAIL }, '/email'],
  ['the address in another case', { email: ' Ada.Quill@Example.com' }, '/email'],
  ['the number written in another way', { phone: '0044-20-7946-0018' }, '/phone'],
])('a contact with %s is refused', async (_what, values, pointer) => {
  const answer = await admin.post(CONTACTS, { familyName: 'Again', ...values });
  expect(outcome(answer)).toEqual(REFUSED);
  expect(answer.body.errors.map((problem: { pointer: string }) => problem.pointer)).toEqual([
    pointer,
  ]);
  expect(await done(admin.get(`${CONTACTS}?familyName=Again`))).toEqual([]);
});

test('neither a change nor a way to reach somebody else brings it back', async () => {
  expect(outcome(await admin.patch(`${CONTACTS}/${neighbour}`, { email: EMAIL }))).toEqual(REFUSED);
  const point = { contact: neighbour, kind: 'mobile', value: '+447700900555' };
  expect(outcome(await admin.post(POINTS, point))).toEqual(REFUSED);
  expect((await admin.post(POINTS, { ...point, value: '+447700900556' })).status).toBe(201);
});

test('rows of an import fail with the reason, the others come in', async () => {
  const table = `Family name,Email\nQuill,${EMAIL}\nHarper,harper@example.com\n`;
  const file = await done(admin.post('/api/imports/files?name=people.csv', table));
  const { id } = await done(
    admin.post('/api/imports', { file: file.id, entity: 'customer.contact', mode: 'create' }),
  );
  await host.jobs.drain();
  const { counts } = await done(admin.get(`/api/imports/${id}`));
  expect(counts).toMatchObject({ created: 1, failed: 1 });
  const { body } = await admin.get(`/api/imports/${id}/errors.csv`);
  expect(String(body)).toContain('person whose data was erased');
});

test('of many at once only those fail that bring somebody back', async () => {
  const body = {
    create: [{ familyName: 'One', email: EMAIL }, { familyName: 'Two' }],
    atomic: 'each',
  };
  const { outcomes } = await done(admin.post(`${CONTACTS}/bulk`, body));
  expect(outcomes.map((one: { status: unknown }) => one.status)).toEqual(['failed', 'created']);
});

test('what is held back is no address in the database', async () => {
  // The import that has just failed keeps its file; nothing else knows the address.
  const places = await placesOf(host, EMAIL);
  expect(places.filter((place) => /suppression|erased_record|privacy_request/.test(place))).toEqual(
    [],
  );
  const rows = await host.kernel.database.query<{ hash: string }>(
    'select hash from tessera.suppression',
  );
  expect(rows).toHaveLength(3);
  for (const { hash } of rows) expect(hash).toMatch(/^[0-9a-f]{64}$/);
});

test('lifting it needs the permission and a reason, stands in the audit without the address, and lets the person in', async () => {
  const asked = await done(admin.get(`${SUPPRESSIONS}?value=${encodeURIComponent(EMAIL)}`));
  expect(asked).toEqual({ kind: 'email', isSuppressed: true });
  const request = { headers: { 'Content-Type': 'application/json' } };
  const send = async (who: TestClient, body: object) => {
    const response = await host.app.request(SUPPRESSIONS, {
      method: 'DELETE',
      headers: { ...request.headers, Authorization: (await who.authorization()) ?? '' },
      body: JSON.stringify(body),
    });
    return response.status;
  };
  const order = { value: EMAIL, reason: 'She became a customer again.' };
  expect(await send(host.as('sales-manager'), order)).toBe(403);
  expect(await send(admin, { value: EMAIL })).toBe(422);
  expect(await send(admin, order)).toBe(204);
  expect(await send(admin, order)).toBe(404);
  const rows = await host.kernel.database.query(
    `select reason, changes from tessera.audit where entity = 'tessera.suppression'`,
  );
  expect(rows).toEqual([{ reason: order.reason, changes: { kind: ['email', null] } }]);
  expect((await admin.post(CONTACTS, { familyName: 'Quill', email: EMAIL })).status).toBe(201);
  expect(outcome(await admin.post(CONTACTS, { familyName: 'Quill', phone: PHONE }))).toEqual(
    REFUSED,
  );
});
