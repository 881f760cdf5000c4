import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClient, TestHost } from '../src/testing/index.ts';
import { createShopHost } from './import-shop.ts';

const PARTS = '/api/shop/parts';

let host: TestHost;
let admin: TestClient;

beforeAll(async () => {
  host = await createShopHost();
  admin = host.as('administrator');
  const maker = await admin.post('/api/shop/makers', { name: 'Acme, Inc.', code: 'AC' });
  await admin.post(`${PARTS}/bulk`, {
    create: [
      {
        name: '=HYPERLINK("x")',
        sku: 'A',
        kind: 'service',
        price: { amount: '1200.50', currency: 'USD' },
        stock: 5,
        madeOn: '2026-02-28',
        maker: maker.body.id,
        others: [maker.body.id],
      },
      { name: '两个,"文字"', sku: 'B' },
      { name: 'Plain', sku: 'C', stock: 0 },
    ],
  });
});
afterAll(() => host.close());

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapAfterCollection(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

const COLUMNS = 'columns=sku,name,kind,price,stock,madeOn,maker,maker.code,others&_sort=sku';

test('a list becomes CSV with labels, titles and amounts, and nothing that a spreadsheet computes', async () => {
  const { status, headers, body } = await admin.get(`${PARTS}/export?${COLUMNS}`);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-length')).toBeNull();
  expect(headers.get('content-disposition')).toMatch(/Parts-\d{4}-\d\d-\d\d\.csv/);
  const rows = parse(body, { bom: true }) as string[][];
  expect(rows).toEqual([
    [
      'SKU',
      'Name',
      'Kind',
      'Price',
      'Price (currency)',
      'Stock',
      'Made on',
      'Maker',
      'Maker / Code',
      'Others',
    ],
    [
      'A',
      `'=HYPERLINK("x")`,
      'Service',
      '1200.50',
      'USD',
      '5',
      '2026-02-28',
      'Acme, Inc.',
      'AC',
      'Acme, Inc.',
    ],
    ['B', '两个,"文字"', 'Good', '', '', '', '', '', '', ''],
    ['C', 'Plain', 'Good', '', '', '0', '', '', '', ''],
  ]);
});

test('labels speak the language that is asked for; keys are what an import understands', async () => {
  const chinese = await admin.get(`${PARTS}/export?columns=sku,price,kind&locale=zh-CN&sku=A`);
  expect(parse(chinese.body, { bom: true })).toEqual([
    ['编码', '价格', '价格 (币种)', 'Kind'],
    ['A', '1200.50', 'USD', '服务'],
  ]);
  const keys = await admin.get(`${PARTS}/export?columns=sku,price,kind&labels=keys&sku=A`);
  expect(parse(keys.body, { bom: true })).toEqual([
    ['sku', 'price.amount', 'price.currency', 'kind'],
    ['A', '1200.50', 'USD', 'service'],
  ]);
});

test('a workbook has typed cells, and texts that look like formulas are texts', async () => {
  const response = await host.app.fetch(
    new Request(`http://localhost${PARTS}/export?format=xlsx&${COLUMNS}`, {
      headers: { Authorization: (await admin.authorization()) ?? '' },
    }),
  );
  expect(response.headers.get('content-type')).toContain('spreadsheetml');
  const { sheets } = await readXlsx(new Uint8Array(await response.arrayBuffer()));
  expect(sheets[0]?.rows[1]?.slice(0, 6)).toEqual([
    'A',
    '=HYPERLINK("x")',
    'Service',
    1200.5,
    'USD',
    5,
  ]);
  expect(sheets[0]?.rows[1]?.[6]).toEqual(new Date('2026-02-28T00:00:00Z'));
  expect(sheets[0]?.cells?.get('1,1')?.formula).toBeUndefined();
});

test('filter and search hold; names and pages that an export has not are refused', async () => {
  const filter = encodeURIComponent(JSON.stringify({ stock: { gt: 0 } }));
  const { body } = await admin.get(`${PARTS}/export?columns=sku&filter=${filter}`);
  expect(parse(body, { bom: true })).toEqual([['SKU'], ['A']]);
  for (const wrong of [
    'columns=secret',
    'columns=maker.secret',
    'format=pdf',
    '_end=10',
    'labels=x',
  ]) {
    const answer = await admin.get(`${PARTS}/export?${wrong}`);
    expect([wrong, answer.status]).toEqual([wrong, 400]);
  }
  expect((await admin.get('/api/shop/nothing/export')).status).toBe(404);
});

test('who may not export gets a problem; who may export only own records gets only those', async () => {
  const refused = await host.as('sales-rep').get(`${PARTS}/export`);
  expect(refused).toMatchObject({ status: 403, body: { code: 'CORE_NOT_PERMITTED' } });
  expect((await host.as('anonymous').get(`${PARTS}/export`)).status).toBe(401);

  await admin.post('/api/tessera/roles', {
    key: 'exporter',
    name: 'Exporter',
    grants: [
      {
        entity: 'shop.part',
        actions: { create: 'own', read: 'all', export: 'own' },
        fields: { price: 'mask', stock: 'none' },
      },
    ],
    permissions: [],
  });
  const user = await host.user({ name: 'Exporter', roles: ['exporter'] });
  const exporter = host.as(user);
  expect((await exporter.post(PARTS, { name: 'Mine', sku: 'M' })).status).toBe(201);
  expect((await exporter.get(PARTS)).body).toHaveLength(4);
  const { body } = await exporter.get(`${PARTS}/export?columns=sku,price&_sort=sku`);
  expect(parse(body, { bom: true })).toEqual([
    ['SKU', 'Price'],
    ['M', ''],
  ]);
  const all = await exporter.get(`${PARTS}/export`);
  expect(all.body).not.toContain('Stock');
  expect((await exporter.get(`${PARTS}/export?columns=stock`)).status).toBe(400);
});

test('every export stands in the audit, with who, what and how many rows', async () => {
  await admin.get(`${PARTS}/export?columns=sku&q=Plain`);
  const [row] = await host.kernel.database.query<{ changes: object; actor_kind: string }>(
    `select changes, actor_kind from tessera.audit where action = 'export' order by id desc limit 1`,
  );
  expect(row).toMatchObject({
    actor_kind: 'token',
    changes: { format: [null, 'csv'], columns: [null, ['sku']], search: [null, 'Plain'] },
  });
});

test('20,000 rows come once each, in order, without being held in memory', async () => {
  await host.kernel.database.query('delete from shop.part');
  await host.kernel.database.query(`
    insert into shop.part (id, name, sku, kind, created_at, updated_at, version, source)
    select gen_random_uuid(), 'Part ' || (n % 7), 'S' || lpad(n::text, 6, '0'), 'good', now(), now(), 1, 'system'
    from generate_series(1, 20000) n`);
  const authorization = (await admin.authorization()) ?? '';
  const open = async (signal?: AbortSignal): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
    const response = await host.app.fetch(
      new Request(`http://localhost${PARTS}/export?columns=sku,name&_sort=name`, {
        headers: { Authorization: authorization },
        ...(signal ? { signal } : {}),
      }),
    );
    return (response.body as ReadableStream<Uint8Array>).getReader();
  };
  const reader = await open();
  const times = new Uint8Array(20_001);
  const heaps: number[] = [];
  let text = '';
  let rows = 0;
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    const lines = text.split('\r\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const [, number] = /^S0*(\d+),/.exec(line) ?? [];
      if (number !== undefined) times[Number(number)] = (times[Number(number)] ?? 0) + 1;
      rows += 1;
    }
    if (rows > heaps.length * 4000) heaps.push(heapAfterCollection());
  }
  expect(rows).toBe(20_001);
  expect(times.subarray(1).every((count) => count === 1)).toBe(true);
  // The rows themselves are some 10 MB as records: none of them stays.
  expect((heaps.at(-1) ?? Infinity) - (heaps[1] ?? 0)).toBeLessThan(3 * 1024 * 1024);

  const aborted = new AbortController();
  const left = await open(aborted.signal);
  await left.read();
  aborted.abort();
  await left.cancel();
  expect((await admin.get(`${PARTS}/export?columns=sku&sku=S000001`)).status).toBe(200);
});

test('a selection that is too long for an address is asked for in a body, with the same rights and refusals', async () => {
  const listed = await admin.get('/api/shop/parts');
  const ids = (listed.body as { id: string }[]).map(({ id }) => id);
  const padding = Array.from({ length: 4999 - ids.length }, () => crypto.randomUUID());
  const filter = JSON.stringify({
    or: [{ id: { in: [...ids, ...padding] } }, { id: { in: padding } }],
  });
  const ask = { format: 'csv', columns: 'sku', _sort: 'sku', filter };
  const { status, body } = await admin.post(`${PARTS}/export`, ask);
  expect(status).toBe(200);
  expect(parse(body, { bom: true })).toEqual([['SKU'], ...ids.map(() => [expect.any(String)])]);
  expect((await host.as('anonymous').post(`${PARTS}/export`, {})).status).toBe(401);
  expect((await host.as('sales-rep').post(`${PARTS}/export`, {})).status).toBe(403);
  for (const rubbish of [[], { filter: { sku: 'A' } }, { filter: 'no json' }])
    expect((await admin.post(`${PARTS}/export`, rubbish)).status).toBe(400);
});
