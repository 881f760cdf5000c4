import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClient, TestHost } from '../src/testing/index.ts';
import {
  CANARY,
  CONTACTS,
  createPrivacyHost,
  done,
  erase,
  leaveTraces,
  placesOf,
  REQUESTS,
  type Traced,
} from './privacy-world.ts';

let host: TestHost;
let admin: TestClient;
let traced: Traced;
beforeAll(async () => {
  host = await createPrivacyHost();
  admin = host.as('administrator');
  traced = await leaveTraces(host, admin);
});
afterAll(() => host?.close());

const order = () => ({ entity: 'customer.contact', id: traced.contact, confirm: traced.title });

test('the person is found, with what belongs to it and how each would be dealt with', async () => {
  const found = await done(admin.get(`/api/privacy/people?q=${CANARY}`));
  expect(found).toEqual([
    expect.objectContaining({
      entity: 'customer.contact',
      id: traced.contact,
      title: traced.title,
    }),
  ]);
  const { person, holdings } = await done(
    admin.get(`/api/privacy/people/customer.contact/${traced.contact}`),
  );
  expect(person.title).toBe(traced.title);
  const deals = Object.fromEntries(
    holdings.map((one: { entity: string; deal: string; count: number; why?: string }) => [
      one.entity,
      [one.deal, one.count, one.why ?? null],
    ]),
  );
  expect(deals).toEqual({
    'customer.contact': ['erase', 1, null],
    'customer.contactPoint': ['erase', 3, null],
    'customer.address': ['erase', 1, null],
    'tessera.attachment': ['erase', 1, null],
    'customer.activity': ['clear', 1, null],
    'guest.badge': ['clear', 1, null],
    'guest.invoice': ['clear', 1, null],
    'sales.opportunity': ['keep', 1, 'noPersonalFields'],
  });
});

test('an erasure has to be confirmed by the name, and asks for the permission', async () => {
  const wrong = await admin.post(REQUESTS, { kind: 'erase', ...order(), confirm: 'Somebody' });
  expect([wrong.status, wrong.body.code]).toEqual([422, 'HOST_PERSON_UNCONFIRMED']);
  const rep = host.as('sales-manager');
  expect((await rep.post(REQUESTS, { kind: 'erase', ...order() })).status).toBe(403);
  expect((await rep.get(`/api/privacy/people/customer.contact/${traced.contact}`)).status).toBe(
    403,
  );
  expect((await host.as('anonymous').get(REQUESTS)).status).toBe(401);
  expect((await admin.get(`${CONTACTS}/${traced.contact}`)).status).toBe(200);
});

test('it is gone from every table and file, also of a plugin that is off, and the report names nobody', async () => {
  expect(await placesOf(host, CANARY)).toContain('customer.contact.family_name');
  await done(admin.post('/api/plugins/sales/disable', {}));
  const request = await erase(host, admin, order());
  expect(request).toMatchObject({ status: 'done', fault: null, person: { title: null } });
  const lines = (list: readonly { entity: string; count: number; why?: string }[]) =>
    Object.fromEntries(list.map(({ entity, count, why }) => [entity, why ?? count]));
  expect(lines(request.report.erased)).toMatchObject({
    'customer.contact': 1,
    'customer.contactPoint': 3,
    'customer.address': 1,
    'tessera.attachment': 1,
    'tessera.file': 1,
    'tessera.import': 1,
  });
  expect(lines(request.report.cleared)).toEqual({ 'customer.activity': 1, 'guest.badge': 1 });
  expect(lines(request.report.kept)).toEqual({
    'guest.invoice': 'Invoices are kept for ten years.',
    'sales.opportunity': 'noPersonalFields',
  });
  expect(await placesOf(host, CANARY)).toEqual([]);
  expect(await placesOf(host, '900 123')).toEqual([]);
  expect(await placesOf(host, '447700900123')).toEqual([]);
  await done(admin.post('/api/plugins/sales/enable', {}));
});

test('what only mentions the person goes on without it, and a plugin’s refusal keeps its record whole', async () => {
  const badge = await done(admin.get(`/api/guest/badges/${traced.badge}`));
  expect(badge).toMatchObject({ colour: 'red', mail: null });
  expect(badge.wornAs).toContain('—');
  expect(await done(admin.get(`/api/guest/invoices/${traced.invoice}`))).toMatchObject({
    sentTo: 'The legal name',
  });
  const activity = await done(admin.get(`/api/customer/activities/${traced.activity}`));
  expect(activity).toMatchObject({ subject: 'A call', body: null });
  expect((await admin.get(`/api/sales/opportunities/${traced.opportunity}`)).status).toBe(200);
  expect((await done(admin.get(`${CONTACTS}?familyName=Bystander`))).length).toBe(1);
});

test('the record cannot be restored, and nothing is left to ask for', async () => {
  expect((await admin.get(`${CONTACTS}/${traced.contact}`)).status).toBe(404);
  const restored = await admin.post(`${CONTACTS}/${traced.contact}/restore`);
  expect([restored.status, restored.body.code]).toEqual([409, 'CORE_RECORD_ERASED']);
  const again = await admin.post(REQUESTS, { kind: 'erase', ...order() });
  expect([again.status, again.body.code]).toEqual([404, 'HOST_PERSON_MISSING']);
});

test('the chain of the audit is whole, and tells who erased', async () => {
  const rows = await host.kernel.database.query(
    `select action, cause_kind, initiator_id is not null as asked from tessera.audit
     where record_id = $1 and action in ('erasePerson', 'delete') order by id`,
    [traced.contact],
  );
  expect(rows).toEqual([
    { action: 'erasePerson', cause_kind: null, asked: false },
    { action: 'delete', cause_kind: 'privacy', asked: true },
  ]);
});
