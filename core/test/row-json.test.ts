import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessOf } from '../src/permissions/access.ts';
import type { Execution } from '../src/plugin/execution.ts';
import { queryRecordsJson, readRecordJson } from '../src/records/read.ts';
import type { AnyRecord } from '../src/records/records.ts';
import { mask, toRecord, type Row } from '../src/records/row.ts';
import { tableOf } from '../src/records/sql-parameters.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

const ROWS = 60;
const TEXTS = [
  '',
  'x',
  'four',
  'fünf5',
  '"quoted" \\ and /',
  'two\nlines\ttab\u0001',
  '客户经理',
  '😀😀😀😀😀',
  '{"a":1}',
];
const AMOUNTS = ['0.0000', '12.5000', '-0.0500', '1234567890123.4567', '7.0000'];
const MOMENTS = [
  '2026-01-02T03:04:05Z',
  '1999-12-31T23:59:59.120Z',
  '2026-03-18T12:00:00.007+08:00',
];

let world: ReadWorld;
let open: Execution;
let masking: Execution;

beforeAll(async () => {
  world = await openReadWorld();
  open = await world.user('Open', [{ entity: '*', actions: { read: 'all' } }]);
  masking = await world.user('Masking', [
    { entity: '*', actions: { read: 'all' }, fields: { '*': 'mask' } },
  ]);
  const firms: string[] = [];
  for (let row = 0; row < ROWS; row += 1) firms.push(await world.insert('shop.firm', firm(firms)));
  for (const id of firms) await world.insert('shop.note', note(id));
});

afterAll(() => world.close());

test.each(['shop.firm', 'shop.note'])(
  'PostgreSQL writes records of %s as the pipeline does',
  async (entity) => {
    const rows = await rowsOf(entity);
    expect(await listed(open, entity)).toEqual(rows.map((row) => plain(entity, row)));
  },
);

test.each(['shop.firm', 'shop.note'])('and masks those of %s alike', async (entity) => {
  const model = world.model(entity);
  const rows = await rowsOf(entity);
  const { visible } = accessOf(world.assembly, masking.principal, model);
  const masked = rows.map((row) =>
    Object.fromEntries(
      Object.entries(toRecord(model, row, visible.fields, world.assembly)).map(([name, value]) => [
        name,
        visible.masked.has(name) ? mask(model.fields.get(name)!, value) : value,
      ]),
    ),
  );
  const found = await listed(masking, entity);
  expect(found).toEqual(masked);
  expect(JSON.stringify(found)).toContain('•••');
});

test('one record is written as in a list, with its version', async () => {
  for (const record of await listed(open, 'shop.firm')) {
    const found = await readRecordJson(open, world.model('shop.firm'), record.id);
    expect(found?.version).toBe(record.version);
    expect(JSON.parse(found?.json ?? '')).toEqual(record);
  }
});

test('a page that is cut off ends between two records, whatever these hold', async () => {
  const model = world.model('shop.firm');
  const whole = await listed(open, 'shop.firm');
  const sort = [{ field: 'id', direction: 'asc' as const }];
  const seen: AnyRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await queryRecordsJson(open, model, { limit: 7, sort, cursor, count: 'bounded' });
    expect(page.total).toBe(ROWS);
    seen.push(...(JSON.parse(page.json) as AnyRecord[]));
    cursor = page.next;
  } while (cursor !== undefined);
  expect(seen).toEqual(whole);
});

test('fields of a reference are told alone', async () => {
  const { json } = await queryRecordsJson(open, world.model('shop.firm'), {
    fields: ['name', 'parent.name'],
    filter: { parent: { isNull: false } },
    limit: 1,
  });
  const [record] = JSON.parse(json) as [AnyRecord];
  const parent = record['parent'] as AnyRecord;
  expect(Object.keys(record)).toEqual(['id', 'version', 'name', 'parent']);
  expect(parent).toEqual({
    id: parent.id,
    version: 1,
    name: parent['name'],
    title: parent['name'],
    entity: 'shop.firm',
  });
});

test('a field of a reference that may not be read is as unknown as one that is not there', async () => {
  const reader = await world.user('Some', [
    { entity: '*', actions: { read: 'all' }, fields: { '*': 'read', secret: 'none' } },
  ]);
  const ask = (field: string): Promise<unknown> =>
    queryRecordsJson(reader, world.model('shop.firm'), { fields: [`parent.${field}`] });
  await expect(ask('secret')).rejects.toMatchObject({ code: 'CORE_NAME_UNKNOWN' });
  await expect(ask('nothing')).rejects.toMatchObject({ code: 'CORE_NAME_UNKNOWN' });
});

test('what is kept of a question does not outlive the policy that it was asked under', async () => {
  const grants = (industry: string) => [
    { entity: 'shop.firm' as const, actions: { read: { filter: { industry } } } },
  ];
  const model = world.model('shop.firm');
  const retail = await world.user('Retail', grants('retail'));
  const medical = await world.user('Medical', grants('medical'));
  for (const [reader, industry] of [
    [retail, 'retail'],
    [medical, 'medical'],
    [retail, 'retail'],
  ] as const) {
    const { json } = await queryRecordsJson(reader, model, { fields: ['industry'], limit: 1000 });
    expect(new Set((JSON.parse(json) as AnyRecord[]).map((record) => record['industry']))).toEqual(
      new Set([industry]),
    );
  }
});

test('nor a grant that is edited, nor a team that is left', async () => {
  const model = world.model('shop.firm');
  const team = await world.team('Kept');
  const read = { entity: 'shop.firm' as const, actions: { read: 'team' as const } };
  const member = await world.user('Member', [read], { team_id: team });
  const id = await world.insert('shop.firm', { name: 'of the team', team_id: team });
  const seen = async (reader: Execution): Promise<readonly [number, boolean]> => [
    (await queryRecordsJson(reader, model, { filter: { name: 'of the team' } })).count,
    (await readRecordJson(reader, model, id)) !== undefined,
  ];
  expect(await seen(member)).toEqual([1, true]);
  await change('user', member, `team_id = null`);
  expect(await seen(await world.again(member))).toEqual([0, false]);
  await change('user', member, `team_id = '${team}'`);
  expect(await seen(await world.again(member))).toEqual([1, true]);
  await change('role', member, `grants = replace(grants::text, '"team"', '"own"')::jsonb`);
  expect(await seen(await world.again(member))).toEqual([0, false]);
});

test('a filter that names today follows the day', async () => {
  const model = world.model('shop.firm');
  await world.insert('shop.firm', { name: 'of the day', founded: '2031-05-05' });
  const query = { filter: { founded: '$today' }, fields: ['name'] };
  const before = world.clock.now;
  expect((await queryRecordsJson(open, model, query)).count).toBe(0);
  world.clock.now = new Date('2031-05-05T04:00:00Z');
  expect((await queryRecordsJson(open, model, query)).count).toBe(1);
  world.clock.now = before;
});

/** Changes the user, or his role, where it stands. */
async function change(table: 'user' | 'role', { principal }: Execution, set: string) {
  const role = '(select unnest(roles_ids) from tessera."user" where id = $1)';
  const ids = table === 'user' ? '($1)' : role;
  await world.database.query(`update tessera."${table}" set ${set} where id in ${ids}`, [
    principal.userId,
  ]);
}

async function listed(reader: Execution, entity: string): Promise<AnyRecord[]> {
  const sort = [{ field: 'id', direction: 'asc' as const }];
  const { json } = await queryRecordsJson(reader, world.model(entity), { limit: 1000, sort });
  return JSON.parse(json) as AnyRecord[];
}

async function rowsOf(entity: string): Promise<Row[]> {
  return world.database.query<Row>(
    `select * from ${tableOf(world.model(entity))} where $1::boolean order by id`,
    [true],
  );
}

function plain(entity: string, row: Row): AnyRecord {
  const model = world.model(entity);
  return toRecord(model, row, model.fields.values(), world.assembly);
}

function firm(others: readonly string[]): Record<string, unknown> {
  const currency = pick(['USD', 'JPY', 'CNY', null]);
  return {
    name: pick(TEXTS),
    industry: maybe(['retail', 'medical', 'software']),
    tags: maybe([[], ['a'], ['a', 'c']]),
    parent_id: maybe(others),
    partners_ids: maybe([[], others.slice(0, 2)]),
    employees: maybe([0, -1, 9_007_199_254_740_991]),
    revenue_base: currency && maybe(AMOUNTS),
    revenue_amount: currency && pick(AMOUNTS),
    revenue_currency: currency,
    score: maybe(['12.5000', '0.0000', '100.0000']),
    weight: maybe(AMOUNTS),
    active: maybe([true, false]),
    founded: maybe(['2026-01-02', '0987-06-05']),
    seen_at: maybe(MOMENTS),
    place: maybe([{ city: '"Oslo"', lines: ['1', '2'] }, {}]),
    secret: maybe(TEXTS),
    account: maybe(TEXTS),
    order_count: pick([0, 12]),
    order_total: maybe(AMOUNTS),
  };
}

function note(about: string): Record<string, unknown> {
  const isEmpty = Math.random() < 0.3;
  return {
    subject: pick(TEXTS),
    about_entity: isEmpty ? null : 'shop.firm',
    about_id: isEmpty ? null : pick([about, randomUUID()]),
  };
}

function maybe<T>(values: readonly T[]): T | null {
  return Math.random() < 0.3 || values.length === 0 ? null : pick(values);
}

function pick<T>(values: readonly T[]): T {
  return values[Math.floor(Math.random() * values.length)] as T;
}
