import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClient, TestHost } from '../src/testing/index.ts';
import { createCrmHost } from './crm-host.ts';

const CONTACTS = '/api/customer/contacts';
const POINTS = '/api/customer/contact-points';
const TABLE = `Given name,Family name,Email,Phone
Ann,Lee,ann@example.com,+4420123
Bo,Wu,bo@example.com,+8610123
Cy,Xu,cy@example.com,+8610124
`;

let host: TestHost;
let admin: TestClient;
beforeAll(async () => {
  host = await createCrmHost();
  admin = host.as('administrator');
});
afterAll(() => host?.close());

async function runContacts(table: string): Promise<string> {
  const { body: file } = await admin.post('/api/imports/files?name=contacts.csv', table);
  const { body: made, status } = await admin.post('/api/imports', {
    file: file.id,
    entity: 'customer.contact',
    mode: 'create',
  });
  expect([status, made.detail]).toEqual([201, undefined]);
  await host.jobs.drain();
  return made.id;
}

test('the ways to reach a contact go with its import, those that somebody added keep it', async () => {
  const id = await runContacts(TABLE);
  expect((await admin.get(`/api/imports/${id}`)).body.counts).toMatchObject({ created: 3 });
  const contacts = (await admin.get(`${CONTACTS}?_sort=givenName`)).body;
  expect((await admin.get(POINTS)).body).toHaveLength(6);
  const [, bo, cy] = contacts;
  await admin.post(POINTS, { contact: bo.id, kind: 'wechat', value: 'bo-wu' });
  const points = (await admin.get(`${POINTS}?contact=${cy.id}&kind=phone`)).body;
  await admin.patch(`${POINTS}/${points[0].id}`, { purpose: 'work' });
  await admin.post(`/api/imports/${id}/undo`);
  await host.jobs.drain();
  expect((await admin.get(`/api/imports/${id}`)).body).toMatchObject({
    status: 'undone',
    undo: {
      touched: 3,
      undone: 1,
      kept: 2,
      failed: 0,
      reasons: [{ reason: 'Other records point to it: ways to reach.', rows: 2 }],
    },
  });
  const left = (await admin.get(`${CONTACTS}?_sort=givenName`)).body;
  expect(left.map(({ givenName }: { givenName: string }) => givenName)).toEqual(['Bo', 'Cy']);
  expect((await admin.get(POINTS)).body).toHaveLength(5);
});
