import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TestHost } from '../src/testing/index.ts';
import {
  counts,
  createShopHost,
  importTable as importInto,
  plan,
  upload as uploadTo,
  emptyShop,
} from './import-shop.ts';

let host: TestHost;
beforeAll(async () => {
  host = await createShopHost();
});
afterAll(() => host.close());
beforeEach(() => emptyShop(host.kernel.database));

const importTable = (file: string, more?: object, who?: string) =>
  importInto(host, file, more, who);
const upload = (file: string, who?: string) => uploadTo(host, file, who);

async function parts(fields = 'sku,name'): Promise<unknown[]> {
  const { body } = await host
    .as('administrator')
    .get(`/api/shop/parts?_sort=sku&_end=100&fields=${fields}`);
  return body.map((record: object) => ({ ...record, id: undefined, version: undefined }));
}

test('an uploaded file says what is in it, and headers find their fields', async () => {
  const client = host.as('administrator');
  const file = await client.post(
    '/api/imports/files?name=a/b/parts.csv',
    '编码;名称;Was\nA;Bolt;1\n',
  );
  expect(file.body).toMatchObject({
    name: 'parts.csv',
    encoding: 'utf-8',
    delimiter: ';',
    headers: ['编码', '名称', 'Was'],
    rows: 1,
    sample: [['A', 'Bolt', '1']],
  });
  expect(
    (await client.get(`/api/imports/files/${file.body.id}/match?entity=shop.part`)).body,
  ).toEqual({
    mapping: { sku: { column: '编码' }, name: { column: '名称' } },
    unmatched: ['Was'],
  });
});

test('rows are created, then nothing changes, then only what differs', async () => {
  const table = 'SKU,Name,Price,Stock,Kind\nA,Bolt,"1,200.50",5,Service\nB,Nut,3,,\n';
  expect(await importTable(table)).toMatchObject({
    status: 'done',
    rows: 2,
    position: 2,
    counts: counts(2, 0, 0, 0),
  });
  expect(await parts('sku,name,price,stock,kind')).toMatchObject([
    {
      sku: 'A',
      name: 'Bolt',
      price: { amount: '1200.50', currency: 'USD' },
      stock: 5,
      kind: 'service',
    },
    { sku: 'B', name: 'Nut', price: { amount: '3.00' }, stock: null, kind: 'good' },
  ]);
  expect(await importTable(table)).toMatchObject({ counts: counts(0, 0, 2, 0) });
  expect(await importTable(table.replace('Bolt', 'Screw'))).toMatchObject({
    counts: counts(0, 1, 1, 0),
  });
  expect(await importTable('SKU,Name,Stock\nA,Screw,\n')).toMatchObject({
    counts: counts(0, 1, 0, 0),
  });
  expect(await parts('sku,name,stock')).toEqual([
    { sku: 'A', name: 'Screw', stock: null },
    { sku: 'B', name: 'Nut', stock: null },
  ]);
});

test('every row that fails is told with its line, field and cells, and the others go in', async () => {
  const table =
    'SKU,Name,Price,Stock,Kind\nA,,1,5,Good\n"B","Two\nlines",x,1,Good\nC,Nut,3,-1,Gas\nD,Pin,1,1,Good,extra\n,Cap,1,1,Good\nE,=1+1,1,1,Good\n';
  const done = await importTable(table);
  expect(done).toMatchObject({ status: 'done', rows: 6, counts: counts(1, 0, 0, 5) });
  const { body, headers } = await host
    .as('administrator')
    .get(`/api/imports/${done.id}/errors.csv`);
  expect(headers.get('content-disposition')).toContain('parts errors.csv');
  expect(body.split('\r\n').map((line: string) => line.split(',').slice(0, 2).join())).toEqual([
    'line,field',
    '2,name',
    '3,price',
    '5,kind',
    '6,',
    '7,sku',
    '',
  ]);
  expect(body).toContain('"Two\nlines",x,1,Good');
  expect(await parts()).toEqual([{ sku: 'E', name: '=1+1' }]);
});

test('references are found by title, by a unique field or by the one named; a doubtful one fails its row', async () => {
  await importTable('Name,Code\nAcme,AC\nTwin,T1\nTwin,T2\nBeta,BE\n', {
    entity: 'shop.maker',
    key: ['code'],
  });
  const mapping = {
    sku: { column: 'sku' },
    name: { value: 'Part' },
    maker: { column: 'maker' },
    others: { column: 'others', lookup: 'code', separator: '|' },
  };
  const done = await importTable(
    'sku,maker,others\nA,Acme,T1|T2\nB,BE,\nC,Twin,\nD,Nobody,\nE,,XX\n',
    { mapping },
  );
  expect(done).toMatchObject({ counts: counts(2, 0, 0, 3) });
  const { body } = await host.as('administrator').get('/api/shop/parts?_sort=sku&include=maker');
  expect(
    body.map((part: { maker: { name: string }; others: [] }) => [
      part.maker.name,
      part.others?.length ?? 0,
    ]),
  ).toEqual([
    ['Acme', 2],
    ['Beta', 0],
  ]);
  const errors = await host.as('administrator').get(`/api/imports/${done.id}/errors.csv`);
  expect(errors.body).toMatch(/4,maker,Maker: there is more than one maker “Twin”/);
  expect(errors.body).toMatch(/5,maker,Maker: there is no maker “Nobody”/);
  expect(errors.body).toMatch(/6,others,Others: there is no maker “XX”/);
});

test('a row finds what a row long before it has made', async () => {
  const rows = Array.from({ length: 1100 }, (_, at) => `V${at},${at < 500 ? '' : `V${at - 500}`}`);
  const more = { entity: 'shop.visit', mode: 'create', key: undefined };
  expect(await importTable(`Name,After\n${rows.join('\n')}\n`, more)).toMatchObject({
    counts: counts(1100, 0, 0, 0),
  });
});

test('values are mapped, multiplied, written as dates and made from several columns', async () => {
  const mapping = {
    sku: { template: '{{a}}-{{b}}' },
    name: { column: 'n', map: { old: 'New' } },
    price: { column: 'p', multiply: '1000000', currency: 'EUR', decimal: ',' },
    madeOn: { column: 'd', format: 'DD/MM/YYYY' },
    kind: { column: 'k', map: { S: 'service' }, mapOnly: true },
  };
  await host.kernel.database.query(`
    insert into tessera.exchange_rate (id, "from", "to", date, rate, created_at, updated_at, version, source)
    values (gen_random_uuid(), 'EUR', 'USD', '2000-01-01', 2, now(), now(), 1, 'system')`);
  const done = await importTable(
    'a;b;n;p;d;k;skip\nX;1;old;1,5;31/12/2025;S;\nX;2;any;;;Q;\nX;3;any;;;S;yes\n',
    {
      mapping,
      filter: { empty: ['skip'] },
    },
  );
  expect(done).toMatchObject({ rows: 2, skipped: 1, counts: counts(1, 0, 0, 1) });
  expect(await parts('sku,name,price,madeOn,kind')).toMatchObject([
    {
      sku: 'X-1',
      name: 'New',
      price: { amount: '1500000.00', currency: 'EUR' },
      madeOn: '2025-12-31',
      kind: 'service',
    },
  ]);
});

test('of rows with the same key in one file, each is about the record of the one before', async () => {
  const done = await importTable('SKU,Name\nA,One\nA,One\nA,Two\nB,Three\nA,One\n');
  expect(done.counts).toEqual(counts(2, 2, 1, 0));
  expect(await parts()).toEqual([
    { sku: 'A', name: 'One' },
    { sku: 'B', name: 'Three' },
  ]);
});

test('create with a key leaves or refuses what is there, update refuses what is not', async () => {
  await importTable('SKU,Name\nA,One\n');
  expect(await importTable('SKU,Name\nA,X\nB,Two\n', { mode: 'create' })).toMatchObject({
    counts: counts(1, 0, 0, 1),
  });
  expect(
    await importTable('SKU,Name\nA,X\nC,Three\n', { mode: 'create', duplicates: 'skip' }),
  ).toMatchObject({ counts: counts(1, 0, 1, 0) });
  expect(await importTable('SKU,Name\nA,X\nD,Four\n', { mode: 'update' })).toMatchObject({
    counts: counts(0, 1, 0, 1),
  });
  expect(await parts()).toEqual([
    { sku: 'A', name: 'X' },
    { sku: 'B', name: 'Two' },
    { sku: 'C', name: 'Three' },
  ]);
});

test('a record in the recycle bin is not brought back, and not made twice', async () => {
  await importTable('SKU,Name\nA,One\n');
  const { body } = await host.as('administrator').get('/api/shop/parts?sku=A');
  await host.as('administrator').delete(`/api/shop/parts/${body[0].id}`);
  const done = await importTable('SKU,Name\nA,One\n');
  expect(done).toMatchObject({ counts: counts(0, 0, 0, 1) });
  expect((await host.as('administrator').get(`/api/imports/${done.id}/errors.csv`)).body).toContain(
    'recycle bin',
  );
  expect(await parts()).toEqual([]);
});

test('a plan says everything that is wrong with it at once', async () => {
  const file = await upload('SKU,Name\nA,One\n');
  const client = host.as('administrator');
  const wrong = await client.post('/api/imports', {
    file,
    entity: 'shop.part',
    mode: 'replace',
    keys: ['sku'],
  });
  expect([wrong.status, wrong.body.code]).toEqual([422, 'HOST_IMPORT_PLAN_INVALID']);
  expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
    '/keys',
    '/mode',
  ]);
  const unfit = await client.post('/api/imports', {
    file,
    entity: 'shop.part',
    mode: 'upsert',
    key: ['nothing'],
    mapping: {
      sku: { column: 'Sku' },
      colour: { column: 'Name' },
      createdAt: { value: '2026-01-01' },
    },
    filter: { filled: ['Gone'] },
  });
  expect(unfit.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/mapping/sku',
    '/mapping/colour',
    '/mapping/createdAt',
    '/key/0',
    '/filter',
  ]);
  expect(
    (await client.get('/api/imports')).body.every(
      ({ status }: { status: string }) => status === 'done',
    ),
  ).toBe(true);
});

test('an import needs its permission, and goes with the rights of its user', async () => {
  expect((await host.as('anonymous').get('/api/imports')).status).toBe(401);
  expect((await host.as('sales-rep').post('/api/imports/files?name=a.csv', 'a\n1\n')).status).toBe(
    403,
  );
  const file = await upload('SKU,Name,Stock\nA,One,5\n', 'sales-manager');
  const manager = host.as('sales-manager');
  const hidden = await manager.post('/api/imports', {
    ...plan,
    file,
    mapping: { sku: { column: 'SKU' }, stock: { column: 'Stock' } },
  });
  const absent = await manager.post('/api/imports', {
    ...plan,
    file,
    mapping: { sku: { column: 'SKU' }, stuck: { column: 'Stock' } },
  });
  expect(hidden.body.errors[0].detail.replace('stock', 'stuck')).toBe(absent.body.errors[0].detail);
  const fixed = await manager.post('/api/imports', {
    ...plan,
    file,
    mapping: { sku: { column: 'SKU' }, price: { value: '1' } },
  });
  expect(fixed.body.errors[0].detail).toBe('You may not write “price”.');
  const secret = await manager.post('/api/imports', { ...plan, entity: 'shop.maker', file });
  const nothing = await manager.post('/api/imports', { ...plan, entity: 'shop.nothing', file });
  expect(secret.body.errors[0].detail.replace('maker', 'nothing')).toBe(
    nothing.body.errors[0].detail,
  );
  const history = await manager.post('/api/imports', { ...plan, file, history: true });
  expect([history.status, history.body.code]).toEqual([403, 'CORE_NOT_PERMITTED']);
  const done = await importTable('SKU,Name\nA,One\n', {}, 'sales-manager');
  expect(done.counts).toEqual(counts(1, 0, 0, 0));
});

test('an import and its file are seen by whoever made it, and by administrators', async () => {
  const done = await importTable('SKU,Name\nA,One\n');
  const file = await upload('SKU,Name\nB,Two\n');
  const manager = host.as('sales-manager');
  expect((await manager.get(`/api/imports/${done.id}`)).status).toBe(404);
  expect((await manager.get(`/api/imports/${done.id}/errors.csv`)).status).toBe(404);
  expect((await manager.post(`/api/imports/${done.id}/undo`)).status).toBe(404);
  expect((await manager.post(`/api/imports/batches/${done.batch}/undo`)).status).toBe(404);
  expect((await manager.post('/api/imports', { ...plan, file })).status).toBe(404);
  const own = await importTable('SKU,Name\nC,Three\n', {}, 'sales-manager');
  expect((await host.as('administrator').get(`/api/imports/${own.id}`)).status).toBe(200);
});

test('what the plan says about encoding and delimiter goes before what was found', async () => {
  const done = await importTable('SKU|Name,Note\nA|One,x\n', {
    delimiter: '|',
    mapping: { sku: { column: 'SKU' }, name: { column: 'Name,Note' } },
  });
  expect(done.counts).toEqual(counts(1, 0, 0, 0));
  expect(await parts()).toEqual([{ sku: 'A', name: 'One,x' }]);
});
