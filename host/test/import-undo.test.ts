import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
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
let owner: pg.Client;
beforeAll(async () => {
  const connection = await makeDatabase();
  host = await createShopHost(connection);
  owner = new pg.Client(connection);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await host.close();
});
beforeEach(() => emptyShop(host.kernel.database));

const importTable = (file: string, more?: object, who?: string) =>
  importInto(host, file, more, who);
const upload = (file: string, who?: string) => uploadTo(host, file, who);

test('an undo takes back what nobody touched, keeps the rest, and says why', async () => {
  const client = host.as('administrator');
  await importTable('Name,Code\nAcme,AC\nBeta,BE\n', { entity: 'shop.maker', key: ['code'] });
  const makers = await importTable(
    'Name,Code\nAcme Ltd,AC\nBeta Ltd,BE\nGamma,GA\nDelta,DE\nEcho,EC\n',
    { entity: 'shop.maker', key: ['code'] },
  );
  expect(makers.counts).toEqual(counts(3, 2, 0, 0));
  const list = (await client.get('/api/shop/makers?_sort=code')).body;
  const id = (code: string) => list.find((maker: { code: string }) => maker.code === code).id;
  await client.patch(`/api/shop/makers/${id('BE')}`, { name: 'Beta by hand' });
  await client.patch(`/api/shop/makers/${id('DE')}`, { name: 'Delta by hand' });
  await client.post('/api/shop/parts', { name: 'Bolt', maker: id('EC') });
  expect((await client.post(`/api/imports/${makers.id}/undo`)).body.status).toBe('undoing');
  await host.jobs.drain();
  const undone = (await client.get(`/api/imports/${makers.id}`)).body;
  expect(undone).toMatchObject({
    status: 'undone',
    undo: { touched: 5, undone: 2, kept: 3, failed: 0 },
  });
  expect(undone.undo.reasons.map(({ reason }: { reason: string }) => reason).toSorted()).toEqual([
    'Changed since: name.',
    'Other records point to it: parts.',
    'Somebody changed the record since.',
  ]);
  expect(
    (await client.get('/api/shop/makers?_sort=code&fields=code,name')).body.map(
      ({ name }: { name: string }) => name,
    ),
  ).toEqual(['Acme', 'Beta by hand', 'Delta by hand', 'Echo']);
  const report = (await client.get(`/api/imports/${makers.id}/undo.csv`)).body;
  expect(report.split('\r\n')).toHaveLength(5);
  const again = await importTable('Name,Code\nGamma,GA\n', { entity: 'shop.maker', key: ['code'] });
  expect(again.counts).toEqual(counts(1, 0, 0, 0));
});

test('a batch is undone from its end, what it changed in between too', async () => {
  const batch = '0190a000-0000-7000-8000-000000000001';
  await importTable('Name,Code\nAcme,AC\n', { entity: 'shop.maker', key: ['code'], batch });
  await importTable('SKU,Name,Maker\nA,Bolt,Acme\n', { batch });
  await importTable('Name,Code\nAcme Ltd,AC\n', { entity: 'shop.maker', key: ['code'], batch });
  const client = host.as('administrator');
  expect((await client.post(`/api/imports/batches/${batch}/undo`)).status).toBe(200);
  await host.jobs.drain();
  const { body } = await client.get(`/api/imports?batch=${batch}`);
  expect(
    body.map(({ status, undo }: { status: string; undo: object }) => ({ status, ...undo })),
  ).toMatchObject([
    { status: 'undone', touched: 1, undone: 1 },
    { status: 'undone', touched: 1, undone: 1 },
    { status: 'undone', touched: 1, undone: 1 },
  ]);
  expect((await client.get('/api/shop/makers')).body).toEqual([]);
});

test('a cancelled import stops behind a chunk, and resumes there', async () => {
  const client = host.as('administrator');
  const rows = Array.from({ length: 4800 }, (_, index) => `S${index},Part ${index}`);
  const file = await upload(`SKU,Name\n${rows.join('\n')}\n`);
  const { body: made } = await client.post('/api/imports', { ...plan, file });
  const cancelled = await client.post(`/api/imports/${made.id}/cancel`);
  expect(cancelled.body.status).toBe('cancelled');
  await host.jobs.drain();
  const stopped = (await client.get(`/api/imports/${made.id}`)).body;
  expect(stopped.position % 500).toBe(0);
  const count = async () =>
    (await client.post('/api/shop/parts/aggregate', { measures: { n: 'count' } })).body[0].n;
  expect([stopped.status, await count()]).toEqual(['cancelled', stopped.position]);
  expect((await client.post(`/api/imports/${made.id}/cancel`)).status).toBe(409);
  await client.post(`/api/imports/${made.id}/resume`);
  await host.jobs.drain();
  expect((await client.get(`/api/imports/${made.id}`)).body).toMatchObject({
    status: 'done',
    position: 4800,
    counts: counts(4800, 0, 0, 0),
  });
  expect(await count()).toBe(4800);
});

test('a fault while several chunks are written loses no row and doubles none', async () => {
  await owner.query(`create function shop.break() returns trigger language plpgsql as
    $$ begin raise exception 'the disk is full'; end $$`);
  await owner.query(`create trigger broken before insert on shop.visit for each row
    when (new.name = 'Visit 700') execute function shop.break()`);
  const client = host.as('administrator');
  const row = (index: number) => `Visit ${index},${index === 1200 ? 'Nobody' : ''}`;
  const rows = Array.from({ length: 2300 }, (_, index) => row(index));
  const broken = await importTable(`Name,Maker\n${rows.join('\n')}\n`, {
    entity: 'shop.visit',
    mode: 'create',
    key: undefined,
  });
  const count = async () => {
    const measures = { n: 'count', names: { countDistinct: 'name' } };
    return (await client.post('/api/shop/visits/aggregate', { measures })).body[0];
  };
  expect([broken.status, broken.position, await count()]).toEqual([
    'failed',
    500,
    { n: 500, names: 500 },
  ]);
  await owner.query('drop trigger broken on shop.visit');
  await client.post(`/api/imports/${broken.id}/resume`);
  await host.jobs.drain();
  const done = (await client.get(`/api/imports/${broken.id}`)).body;
  expect([done, await count()]).toMatchObject([
    { status: 'done', position: 2300, counts: counts(2299, 0, 0, 1) },
    { n: 2299, names: 2299 },
  ]);
  await client.post(`/api/imports/${broken.id}/undo`);
  await host.jobs.drain();
  expect((await client.get(`/api/imports/${broken.id}`)).body.undo).toMatchObject({ undone: 2299 });
  expect((await count()).n).toBe(0);
});
