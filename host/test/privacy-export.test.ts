import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepExports } from '../src/privacy/privacy-export.ts';
import type { TestClient, TestHost } from '../src/testing/index.ts';
import { CONTACTS, createPrivacyHost, done, erase, REQUESTS } from './privacy-world.ts';

const EMAIL = 'ada@example.com';
let host: TestHost;
let admin: TestClient;
let contact: string;
let request: string;
let folder: string;
beforeAll(async () => {
  host = await createPrivacyHost();
  admin = host.as('administrator');
  folder = await mkdtemp(join(tmpdir(), 'tessera-privacy-'));
  const account = await done(admin.post('/api/customer/accounts', { name: 'Harbour Works' }));
  contact = (
    await done(
      admin.post(CONTACTS, {
        familyName: '<script>alert(1)</script>',
        givenName: 'Ada',
        email: EMAIL,
        account: account.id,
      }),
    )
  ).id;
  await done(
    admin.post(CONTACTS, { familyName: 'Other', reportsTo: contact, email: 'other@example.com' }),
  );
  await done(admin.post(CONTACTS, { familyName: 'Twin', email: EMAIL }));
  await done(
    admin.post('/api/customer/activities', { subject: 'A call', body: 'About the pier', contact }),
  );
  await done(
    admin.post(
      `${CONTACTS}/${contact}/attachments?name=${encodeURIComponent('../cv.txt')}`,
      Buffer.from('My life'),
      {
        headers: { 'Content-Type': 'application/octet-stream' },
      },
    ),
  );
  const asked = await done(
    admin.post(REQUESTS, {
      kind: 'export',
      entity: 'customer.contact',
      id: contact,
      reason: 'She asked.',
    }),
  );
  request = asked.id;
  await host.settle();
});
afterAll(async () => {
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

async function download(): Promise<Response> {
  return host.app.request(`${REQUESTS}/${request}/file`, {
    headers: { Authorization: (await admin.authorization()) ?? '' },
  });
}

test('a record with the same address is offered, one that only reports to the person is not', async () => {
  const { matches } = await done(admin.get(`/api/privacy/people/customer.contact/${contact}`));
  expect(matches).toEqual([
    expect.objectContaining({ entity: 'customer.contact', title: 'Twin', by: ['email'] }),
  ]);
});

test('the archive tells machines and people the same, with the files', async () => {
  expect(await done(admin.get(`${REQUESTS}/${request}`))).toMatchObject({
    status: 'done',
    kind: 'export',
  });
  const response = await download();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toContain('attachment');
  const file = join(folder, 'export.tar.gz');
  await writeFile(file, Buffer.from(await response.arrayBuffer()));
  await extract({ file, cwd: folder, strict: true });
  const told = JSON.parse(await readFile(join(folder, 'person.json'), 'utf8'));
  const byEntity = Object.fromEntries(
    told.sections.map((one: { entity: string; records: readonly object[] }) => [
      one.entity,
      one.records,
    ]),
  );
  expect(byEntity['customer.contact']).toEqual([
    expect.objectContaining({ email: EMAIL, givenName: 'Ada' }),
  ]);
  expect(byEntity['customer.contactPoint']).toEqual([expect.objectContaining({ value: EMAIL })]);
  expect(byEntity['customer.activity']).toEqual([
    expect.objectContaining({ subject: 'A call', body: 'About the pier' }),
  ]);
  expect(JSON.stringify(told)).not.toContain('other@example.com');
  const page = await readFile(join(folder, 'person.html'), 'utf8');
  expect(page).toContain('About the pier');
  expect(page).toContain('联系人');
  expect(page).not.toContain('<script>');
  const files = await readdir(join(folder, 'files'));
  expect(files).toHaveLength(1);
  expect(await readFile(join(folder, 'files', files[0] as string), 'utf8')).toBe('My life');
});

test('asking and fetching stand in the audit, and nobody else may', async () => {
  const rows = await host.kernel.database.query<{ action: string }>(
    `select action from tessera.audit where record_id = $1 and action in ('exportPerson', 'export') order by id`,
    [contact],
  );
  expect(rows.map(({ action }) => action)).toEqual(['exportPerson', 'export']);
  expect((await host.as('sales-manager').get(`${REQUESTS}/${request}/file`)).status).toBe(403);
  expect((await host.as('anonymous').get(`${REQUESTS}/${request}/file`)).status).toBe(401);
});

test('an export is swept once it is old, and goes with the person at once', async () => {
  const exports = join(host.dataFolder, 'exports', 'privacy');
  const old = await done(
    admin.post(REQUESTS, { kind: 'export', entity: 'customer.contact', id: contact }),
  );
  await host.settle();
  const then = new Date(Date.now() - 8 * 24 * 3600 * 1000);
  await utimes(join(exports, `${old.id}.tar.gz`), then, then);
  await sweepExports(exports, new Date(Date.now() - 7 * 24 * 3600 * 1000));
  expect((await admin.get(`${REQUESTS}/${old.id}/file`)).body.code).toBe(
    'HOST_PRIVACY_FILE_MISSING',
  );
  expect((await download()).status).toBe(200);
  const erased = await erase(host, admin, {
    entity: 'customer.contact',
    id: contact,
    confirm: EMAIL,
  });
  expect(erased.status).toBe('done');
  expect((await download()).status).toBe(404);
  expect(await readdir(exports)).toEqual([]);
  const other = await done(admin.get(`${CONTACTS}?familyName=Other`));
  expect(other[0].email).toBe('other@example.com');
});
