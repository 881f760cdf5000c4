import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TestClient, TestHost } from '../src/testing/index.ts';
import { cleanFiles } from '../src/files/file-cleanup.ts';
import { createFileStore } from '../src/files/file-store.ts';
import { cleanImports } from '../src/transfer/import-cleanup.ts';
import { counts, createShopHost, importTable, plan, upload, emptyShop } from './import-shop.ts';

let host: TestHost;
let admin: TestClient;

beforeAll(async () => {
  host = await createShopHost();
  admin = host.as('administrator');
});
afterAll(() => host.close());
beforeEach(() => emptyShop(host.kernel.database));

test('a check says what an import would do, and writes nothing', async () => {
  await importTable(host, 'SKU,Name\nA,Bolt\nB,Nut\n');
  const file = await upload(
    host,
    'SKU,Name,Maker,Stock\nA,Bolt,,\nB,Screw,,1\nC,New,,2\nD,Bad,Nobody,x\n',
  );
  const before = await host.kernel.database.query('select * from shop.part order by sku');
  const [audit] = await host.kernel.database.query<{ n: string }>(
    'select count(*) as n from tessera.audit',
  );
  const { status, body } = await admin.post('/api/imports/check', { ...plan, file });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    rows: 4,
    next: null,
    counts: { ...counts(1, 1, 1, 1), skipped: 0 },
    failures: [{ line: 5, raw: ['D', 'Bad', 'Nobody', 'x'] }],
  });
  expect(
    body.failures[0].problems.map(({ pointer }: { pointer: string }) => pointer).toSorted(),
  ).toEqual(['/maker', '/stock']);
  expect(await host.kernel.database.query('select * from shop.part order by sku')).toEqual(before);
  expect(await host.kernel.database.query('select count(*) as n from tessera.audit')).toEqual([
    audit,
  ]);

  const done = await importTable(
    host,
    'SKU,Name,Maker,Stock\nA,Bolt,,\nB,Screw,,1\nC,New,,2\nD,Bad,Nobody,x\n',
  );
  expect(done.counts).toEqual(counts(1, 1, 1, 1));
});

test('a long file is checked part by part', async () => {
  const rows = Array.from(
    { length: 1200 },
    (_, index) => `S${index},${index === 1100 ? '' : 'Part'}`,
  );
  const file = await upload(host, `SKU,Name\n${rows.join('\n')}\n`);
  const first = await admin.post('/api/imports/check', { ...plan, file });
  expect(first.body).toMatchObject({
    rows: 1200,
    next: 1000,
    counts: { created: 1000, failed: 0 },
  });
  const second = await admin.post('/api/imports/check', { ...plan, file, from: 1000 });
  expect(second.body).toMatchObject({
    next: null,
    counts: { created: 199, failed: 1 },
    failures: [{ line: 1102 }],
  });
});

test('a check needs the right to import, and a plan that fits', async () => {
  const file = await upload(host, 'SKU,Name\nA,Bolt\n');
  const refused = await host.as('sales-rep').post('/api/imports/check', { ...plan, file });
  expect(refused.status).toBe(403);
  const wrong = await admin.post('/api/imports/check', {
    ...plan,
    file,
    mapping: { nothing: { column: 'SKU' } },
  });
  expect(wrong).toMatchObject({ status: 422, body: { code: 'HOST_IMPORT_PLAN_INVALID' } });
  expect(
    (await host.as('sales-manager').post('/api/imports/check', { ...plan, file })).status,
  ).toBe(404);
});

async function workbook(): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      { name: 'Notes', rows: [['Nothing here']] },
      {
        name: 'Parts',
        columns: [
          { header: 'SKU' },
          { header: 'Name' },
          { header: 'Stock' },
          { header: 'Made on', numFmt: 'yyyy-mm-dd' },
        ],
        rows: [
          ['SKU', 'Name', 'Stock', 'Made on'],
          ['A', 'Two\nlines', 5, new Date('2026-02-28T00:00:00Z')],
          [null, null, null, null],
          ['B', '=1+1', 0.1 + 0.2, null],
        ],
      },
    ],
  });
}

test('a sheet of a workbook is chosen and imported like any table, with the rows of the sheet', async () => {
  const file = await admin.post('/api/imports/files?name=parts.xlsx', await workbook());
  expect(file).toMatchObject({ status: 201, body: { sheet: 'Notes', sheets: ['Notes', 'Parts'] } });
  const read = await admin.post(`/api/imports/files/${file.body.id}/read`, { sheet: 'Parts' });
  expect(read.body).toMatchObject({
    name: 'parts.xlsx',
    sheet: 'Parts',
    headers: ['SKU', 'Name', 'Stock', 'Made on'],
    rows: 2,
    sample: [
      ['A', 'Two\nlines', '5', '2026-02-28'],
      ['B', '=1+1', '0.3', ''],
    ],
  });
  const check = await admin.post('/api/imports/check', { ...plan, file: read.body.id });
  expect(check.body).toMatchObject({
    counts: { created: 1, failed: 1 },
    failures: [{ line: 4, problems: [{ pointer: '/stock' }] }],
  });
  const none = await admin.post(`/api/imports/files/${file.body.id}/read`, { sheet: 'No' });
  expect(none).toMatchObject({ status: 422, body: { code: 'HOST_IMPORT_FILE_UNREADABLE' } });
});

test('archives that are no workbook, are cut off or would swell are refused', async () => {
  const whole = await workbook();
  const upload = (bytes: Uint8Array) => admin.post('/api/imports/files?name=x.xlsx', bytes);
  const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
  const empty = Buffer.concat([Buffer.from('504b0304', 'hex'), zip]);
  const swollen = Buffer.from(whole);
  const entry = swollen.indexOf(Buffer.from('504b0102', 'hex'));
  swollen.writeUInt32LE(0xf000_0000, entry + 24);
  for (const bytes of [whole.slice(0, 500), empty, swollen]) {
    const { status, body } = await upload(bytes);
    expect([status, body.code]).toEqual([422, 'HOST_IMPORT_FILE_UNREADABLE']);
  }
  expect((await upload(swollen)).body.detail).toContain('unpacked it has more than');
});

test('the same bytes are read in another encoding without being sent again', async () => {
  const file = await admin.post('/api/imports/files?name=p.csv', 'SKU;Name\nA;Bolt\n');
  const read = await admin.post(`/api/imports/files/${file.body.id}/read`, { delimiter: ',' });
  expect(read.body).toMatchObject({ headers: ['SKU;Name'], delimiter: ',', rows: 1 });
  expect(
    (await host.as('sales-manager').post(`/api/imports/files/${file.body.id}/read`, {})).status,
  ).toBe(404);
});

test('files that nobody imported and rows of old imports are forgotten; then an undo is refused', async () => {
  const done = await importTable(host, 'SKU,Name\nA,Bolt\n');
  const waiting = await upload(host, 'SKU,Name\nB,Nut\n');
  const { database } = host.kernel;
  const age = (days: number) =>
    database.query(
      `with f as (update tessera.import_file set created_at = created_at - make_interval(days => $1))
       update tessera.import set ended_at = ended_at - make_interval(days => $1)`,
      [days],
    );
  await age(6);
  await cleanImports(host.kernel);
  expect((await admin.get(`/api/imports/files/${waiting}`)).status).toBe(200);
  await age(80);
  await cleanImports(host.kernel);
  expect((await admin.get(`/api/imports/files/${waiting}`)).status).toBe(404);
  expect(await database.query('select 1 from tessera.import_row')).not.toEqual([]);
  await age(10);
  await cleanImports(host.kernel);
  expect(
    await database.query('select 1 from tessera.import_row where import = $1', [done.id]),
  ).toEqual([]);
  expect((await admin.get(`/api/imports/${done.id}`)).body.counts).toEqual(counts(1, 0, 0, 0));
  const undo = await admin.post(`/api/imports/${done.id}/undo`);
  expect(undo).toMatchObject({ status: 409, body: { code: 'HOST_IMPORT_UNDO_OVER' } });
});

test('the texts of a column are counted, with what a choice takes them for', async () => {
  const file = await upload(host, 'SKU,Kind\nA,Good\nB,实物\nC, thing \nD,thing\nE,\nF,service\n');
  const path = `/api/imports/files/${file}/values?entity=shop.part`;
  const { body } = await admin.get(`${path}&column=Kind&field=kind`);
  expect(body).toEqual({
    values: [
      { text: 'thing', rows: 2 },
      { text: 'Good', rows: 1, value: 'good' },
      { text: '实物', rows: 1, value: 'good' },
      { text: 'service', rows: 1, value: 'service' },
    ],
    isMore: false,
  });
  for (const wrong of ['column=Size&field=kind', 'column=Kind&field=name', 'column=Kind&field=no'])
    expect((await admin.get(`${path}&${wrong}`)).status).toBe(422);
  const other = host.as('sales-manager');
  expect((await other.get(`${path}&column=Kind&field=kind`)).status).toBe(404);
});

test('only the first of very many texts are told', async () => {
  const rows = Array.from(
    { length: 300 },
    (_, index) => `S${index},kind ${index}\nT${index},kind 0`,
  );
  const file = await upload(host, `SKU,Kind\n${rows.join('\n')}\n`);
  const { body } = await admin.get(
    `/api/imports/files/${file}/values?entity=shop.part&column=Kind&field=kind`,
  );
  expect([body.values.length, body.values[0], body.isMore]).toEqual([
    200,
    { text: 'kind 0', rows: 301 },
    true,
  ]);
});

test('bytes go once nothing names them, those of an attachment or an import stay', async () => {
  const table = 'SKU,Name\nA,Bolt\n';
  await importTable(host, table);
  await upload(host, 'SKU,Name\nonly,Waiting\n');
  const { database } = host.kernel;
  const later = new Date(Date.now() + 2 * 24 * 60 * 60 * 1000);
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  const store = createFileStore(folder);
  const put = async (text: string): Promise<string> => {
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(text);
    };
    return (await store.put(bytes(), 1000)).sha256;
  };
  const named = [await put(table), await put('SKU,Name\nonly,Waiting\n')];
  await put('nobody knows me');
  expect(await cleanFiles(database, store, new Date())).toBe(0);
  expect(await cleanFiles(database, store, later)).toBe(1);
  for (const sha256 of named) await (await store.open(sha256)).cancel();
  await database.query(`update tessera.import_file set created_at = '2020-01-01'`);
  await cleanImports(host.kernel);
  expect(await cleanFiles(database, store, later)).toBe(1);
  await (await store.open(named[0] as string)).cancel();
  await expect(store.open(named[1] as string)).rejects.toMatchObject({ code: 'ENOENT' });
  await rm(folder, { recursive: true });
});
