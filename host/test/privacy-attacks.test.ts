import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClient, TestHost } from '../src/testing/index.ts';
import { createCrmHost } from './crm-host.ts';
import { CONTACTS, done, erase, REQUESTS } from './privacy-world.ts';

const PERSON = { entity: 'customer.contact' } as const;
const REFUSED = [422, 'CORE_PERSON_ERASED'];

let host: TestHost;
let admin: TestClient;
let twin: string;
let erased: string;
beforeAll(async () => {
  host = await createCrmHost();
  admin = host.as('administrator');
  erased = await contact({
    familyName: 'Quill',
    email: 'ada.quill@example.de',
    phone: '+44 20 7946 0018',
  });
  twin = await contact({ familyName: 'Twin', email: 'Ada.Quill@example.de' });
  await done(admin.delete(`${CONTACTS}/${twin}`));
  await erase(host, admin, { ...PERSON, id: erased, confirm: 'ada.quill@example.de' });
  const mail = await contact({ familyName: 'Moss', email: 'bo.moss@gmail.com' });
  await erase(host, admin, { ...PERSON, id: mail, confirm: 'Moss' });
});
afterAll(() => host?.close());

async function contact(values: object): Promise<string> {
  return (await done(admin.post(CONTACTS, values))).id;
}

const outcome = ({ status, body }: { status: number; body: { code?: string } }) => [
  status,
  body.code,
];

test.each([
  ['with a tag', { email: 'ada.quill+again@example.de' }],
  ['with what nobody sees', { email: 'ada.quill\u200B@example.de' }],
  ['with a point behind the domain', { email: 'ada.quill@example.de.' }],
  ['in full width', { email: 'ada.quill＠example.de' }],
  ['of a box that knows no dots', { email: 'b.omoss+x@googlemail.com' }],
  ['without the country', { phone: '020 7946 0018' }],
  ['with a zero in brackets', { phone: '+44 (0)20 7946 0018' }],
  ['with an extension', { phone: '+44 20 7946 0018 ext. 12' }],
  ['with words around it', { phone: 'Tel. +44–20–7946–0018 (work)' }],
])('an address %s does not come back', async (_what, values) => {
  const answer = await admin.post(CONTACTS, { familyName: 'Again', ...values });
  // What is no address by itself is refused as such.
  expect([REFUSED, [422, 'CORE_INPUT_INVALID']]).toContainEqual(outcome(answer));
  expect(await done(admin.get(`${CONTACTS}?familyName=Again`))).toEqual([]);
});

test('an address of somebody else may be entered', async () => {
  const id = await contact({
    familyName: 'Other',
    email: 'adaquill@example.de',
    phone: '+44 20 7946 0019',
  });
  expect(outcome(await admin.patch(`${CONTACTS}/${id}`, { email: null }))).toEqual([
    200,
    undefined,
  ]);
  expect(
    outcome(await admin.patch(`${CONTACTS}/${id}`, { email: 'ada.quill@example.de' })),
  ).toEqual(REFUSED);
});

test('a record of the person that lay in the recycle bin is not restored, and stays there', async () => {
  expect(outcome(await admin.post(`${CONTACTS}/${twin}/restore`, {}))).toEqual(REFUSED);
  const [row] = await host.kernel.database.query(
    'select deleted_at is not null as deleted from customer.contact where id = $1',
    [twin],
  );
  expect(row).toEqual({ deleted: true });
});

test('an erasure that ended when it knew the person, and before it held anything back, holds it back', async () => {
  const email = 'cy@example.com';
  const id = await contact({ familyName: 'Reed', email });
  const address = { kind: 'email', value: email };
  await host.kernel.database.query(
    `insert into tessera.privacy_request (id, kind, status, people, title, memory, files, created_by, created_at)
     select $1, 'erase', 'running', $2, 'Reed', $3, '[]', p.created_by, now() from tessera.privacy_request p limit 1`,
    [
      uuid(),
      JSON.stringify([{ ...PERSON, id }]),
      JSON.stringify({ addresses: [address], written: [email], texts: [email, 'Reed'] }),
    ],
  );
  const asked = await done(admin.post(REQUESTS, { kind: 'erase', ...PERSON, id, confirm: 'Reed' }));
  await host.settle();
  expect(await done(admin.get(`${REQUESTS}/${asked.id}`))).toMatchObject({ status: 'done' });
  expect(outcome(await admin.post(CONTACTS, { familyName: 'Reed', email }))).toEqual(REFUSED);
});

test('an export that is written while the person is erased leaves nothing behind', async () => {
  const id = uuid();
  await host.kernel.database.query(
    `insert into tessera.privacy_request (id, kind, status, people, title, reason, created_by, created_at)
     select $1, 'export', 'queued', $2, 'Ada Quill', 'Ada Quill asked.', p.created_by, now() from tessera.privacy_request p limit 1`,
    [id, JSON.stringify([{ ...PERSON, id: erased }])],
  );
  await host.jobs.send('tessera.privacy.run', { id });
  await host.settle();
  const request = await done(admin.get(`${REQUESTS}/${id}`));
  expect(request).toMatchObject({ status: 'failed', reason: null, person: { title: null } });
  expect(JSON.stringify(request)).not.toContain('Quill');
  const file = join(host.dataFolder, 'exports', 'privacy', `${id}.tar.gz`);
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  expect((await admin.get(`${REQUESTS}/${id}/file`)).status).toBe(404);
});

test('whoever asks again and names more records has those erased too', async () => {
  const first = await contact({ familyName: 'Fern', email: 'fern@example.com' });
  const second = await contact({ familyName: 'Fern', email: 'fern@example.com' });
  await host.kernel.database.query(
    `insert into tessera.privacy_request (id, kind, status, people, title, created_by, created_at)
     select $1, 'erase', 'failed', $2, 'Fern', p.created_by, now() from tessera.privacy_request p limit 1`,
    [uuid(), JSON.stringify([{ ...PERSON, id: first }])],
  );
  const order = { kind: 'erase', ...PERSON, id: first, confirm: 'Fern' };
  await done(admin.post(REQUESTS, { ...order, also: [{ ...PERSON, id: second }] }));
  await host.settle();
  for (const id of [first, second]) {
    const found = await admin.get(`/api/privacy/people/customer.contact/${id}`);
    expect(found.status).toBe(404);
  }
});
