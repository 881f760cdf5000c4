import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eraseAuditValues } from '../src/audit/erase-audit-values.ts';
import { makeAuditWorld, type AuditWorld } from './audit-world.ts';

let world: AuditWorld;
/** Three records, each in a batch of its own. */
let records: readonly [string, string, string];
/** Their batches. What the world itself has written may be one before them, or be with the first. */
let batches: readonly [number, number, number];
beforeAll(async () => {
  world = await makeAuditWorld();
  const made: string[] = [];
  for (const name of ['Alder', 'Birch', 'Cedar']) {
    made.push(await world.pair(name, { taxCode: `tax of ${name}` }));
    await world.seal();
  }
  records = made as unknown as typeof records;
  batches = (await Promise.all(made.map(batchOf))) as unknown as typeof batches;
  await world.pool.query(tables.map(kept).join(';'));
});
afterAll(() => world?.close());
beforeEach(() => world.pool.query(tables.map(restored).join(';')));

async function batchOf(record: string): Promise<number | undefined> {
  const { rows } = await world.pool.query<{ batch: number }>(
    `select b.batch::int from tessera.audit_batch b join tessera.audit a on a.id = any(b.row_ids) where a.record_id = $1`,
    [record],
  );
  return rows[0]?.batch;
}

/** All that a tamperer may touch: before each test it is as the host left it. */
const tables = ['audit', 'audit_digest', 'audit_batch', 'audit_seal'];
const kept = (table: string): string =>
  `create table public.kept_${table} as table tessera.${table}`;
const restored = (table: string): string =>
  `delete from tessera.${table}; insert into tessera.${table} table public.kept_${table}`;

const COPY = `insert into tessera.audit (id, at, entity, record_id, action, actor_kind, actor_name, source, changes, plugin, xid)
  select gen_random_uuid(), at, entity, record_id, action, actor_kind, 'somebody else', source, changes, plugin, xid
  from tessera.audit where record_id = $1`;

type Change = readonly [what: string, statement: string, faults: readonly string[]];

/** What shows in the same way whether a row is folded into its batch or has a row of digests. */
const changes: readonly Change[] = [
  [
    'a value',
    `update tessera.audit set changes = jsonb_set(changes, '{taxCode,1}', '"another"') where record_id = $1`,
    ['valueChanged taxCode'],
  ],
  [
    'who did it',
    `update tessera.audit set actor_name = 'Mallory' where record_id = $1`,
    ['rowChanged'],
  ],
  [
    'when',
    `update tessera.audit set at = at - interval '1 day' where record_id = $1`,
    ['rowChanged'],
  ],
  ['why', `update tessera.audit set reason = 'as asked' where record_id = $1`, ['rowChanged']],
  ['a row deleted', 'delete from tessera.audit where record_id = $1', ['rowMissing']],
  ['a row put into the past', COPY, ['rowAdded']],
];

/** Rows with digests of their own. */
const unfoldedChanges: readonly Change[] = [
  [
    'a field that was not changed',
    `update tessera.audit set changes = changes || '{"score": [null, 1]}' where record_id = $1`,
    ['valueChanged score'],
  ],
  [
    'a field taken out',
    `update tessera.audit set changes = changes - 'taxCode' where record_id = $1`,
    ['valueChanged taxCode'],
  ],
  [
    'a value with its digest',
    `with row as (update tessera.audit set changes = jsonb_set(changes, '{taxCode,1}', '"another"') where record_id = $1 returning id)
   update tessera.audit_digest d set "values" = ("values"::jsonb - 'taxCode' || jsonb_build_object('taxCode',
     jsonb_build_array(null, jsonb_build_object('s', '00', 'd', encode(sha256('\\x00'::bytea || '"another"'::bytea), 'hex')))))::json
   from row where d.row_id = row.id`,
    ['rowChanged'],
  ],
  [
    'a value blotted out without an erasure',
    `with row as (update tessera.audit set changes = jsonb_set(changes, '{taxCode,1}', '{"$erased": true}') where record_id = $1 returning id)
   update tessera.audit_digest d set "values" = (d."values"::jsonb #- '{taxCode,1,s}')::json from row where d.row_id = row.id`,
    ['erasedWithoutErasure taxCode'],
  ],
  [
    'a row deleted with its digest',
    `with row as (delete from tessera.audit where record_id = $1 returning id)
   delete from tessera.audit_digest d using row where d.row_id = row.id`,
    ['rowMissing'],
  ],
  [
    'a row put into the past with a digest',
    `with row as (${COPY} returning id, record_id)
   insert into tessera.audit_digest (row_id, batch, position, digest, "values")
   select row.id, d.batch, 7, d.digest, d."values" from row
   join tessera.audit a on a.record_id = row.record_id join tessera.audit_digest d on d.row_id = a.id`,
    ['rowChanged', 'rowAdded'],
  ],
];

/** Statements about the entry of the row of `$1`: `e` is where it is. */
const WITH_ENTRY = `with e as (
  select a.id, a.record_id, b.batch, array_position(b.row_ids, a.id) as place from tessera.audit a, tessera.audit_batch b
  where a.record_id = $1 and a.id = any(b.row_ids))`;
const BLOT = `update tessera.audit set changes = jsonb_set(changes, '{taxCode,1}', '{"$erased": true}')`;

/** Rows in a batch: where a field is added or gone, which it was can no longer be told. */
const foldedChanges: readonly Change[] = [
  [
    'a field that was not changed',
    `update tessera.audit set changes = changes || '{"score": [null, 1]}' where record_id = $1`,
    ['rowChanged'],
  ],
  [
    'a field taken out',
    `update tessera.audit set changes = changes - 'taxCode' where record_id = $1`,
    ['rowChanged'],
  ],
  ['a value blotted out', `${BLOT} where record_id = $1`, ['valueChanged taxCode']],
  [
    'a row deleted with its entry',
    `${WITH_ENTRY}, gone as (delete from tessera.audit a using e where a.id = e.id)
     update tessera.audit_batch b set row_ids[e.place] = null, entries[e.place] = null from e where b.batch = e.batch`,
    ['rowMissing'],
  ],
  [
    'another salt',
    `${WITH_ENTRY} update tessera.audit_batch b set entries[e.place] = set_byte(entries[e.place], 40, 255 - get_byte(entries[e.place], 40))
     from e where b.batch = e.batch`,
    [
      'valueChanged extra_dealCount',
      'valueChanged extra_openAmount',
      'valueChanged name',
      'valueChanged taxCode',
    ],
  ],
  [
    'a value with its marks',
    `${WITH_ENTRY}, forged as (update tessera.audit a set changes = jsonb_set(changes, '{taxCode,1}', '"another"') from e where a.id = e.id)
     update tessera.audit_batch b set entries[e.place] = substr(entries[e.place], 1, 48) from e where b.batch = e.batch`,
    ['rowChanged'],
  ],
  [
    'a row put into the past with an entry',
    `${WITH_ENTRY}, forged as (${COPY} returning id)
     update tessera.audit_batch b set row_ids = row_ids || forged.id, entries = entries || entries[e.place] from e, forged where b.batch = e.batch`,
    ['rowChanged', 'rowAdded'],
  ],
];

test.each([...changes, ...foldedChanges])(
  'in a batch it shows: %s',
  async (_what, statement, expected) => {
    await world.tamper(statement, [records[1]]);
    expect(await world.faults()).toEqual(expected);
    expect((await world.verify()).isWhole).toBe(false);
  },
);

test.each([...changes, ...unfoldedChanges])('it shows: %s', async (_what, statement, expected) => {
  await world.unfold();
  await world.tamper(statement, [records[1]]);
  expect(await world.faults()).toEqual(expected);
  expect((await world.verify()).isWhole).toBe(false);
});

test('what nobody touched is whole, and a fault says where it is', async () => {
  expect(await world.verify()).toMatchObject({ isWhole: true, batches: batches[2], faults: [] });
  const [row] = await world.rowsOf(records[1]);
  await world.tamper(`update tessera.audit set source = 'ui' where id = $1`, [row]);
  expect((await world.verify()).faults).toEqual([{ batch: batches[1], row, what: 'rowChanged' }]);
});

test('rows that change places show', async () => {
  await world.tamper(
    `update tessera.audit_batch set row_ids = array[row_ids[2], row_ids[1]], entries = array[entries[2], entries[1]] where batch = ${batches[1]}`,
  );
  expect(await world.faults()).toEqual(['orderChanged']);
  await world.unfold();
  await world.tamper(
    `update tessera.audit_digest set position = 1 - position where batch = ${batches[2]}`,
  );
  expect(await world.faults()).toEqual(['orderChanged', 'orderChanged']);
});

test('rows that take each other’s content show', async () => {
  const [one] = await world.rowsOf(records[0]);
  const [other] = await world.rowsOf(records[1]);
  await world.tamper(
    `update tessera.audit a set changes = b.changes, record_id = b.record_id from tessera.audit b
     where (a.id, b.id) in (($1, $2), ($2, $1))`,
    [one, other],
  );
  const faults = await world.faults();
  expect(
    faults.filter((fault) => fault === 'rowChanged' || fault.startsWith('valueChanged')).length,
  ).toBeGreaterThan(1);
});

test('a batch that is deleted whole shows', async () => {
  await world.tamper(
    `with seal as (delete from tessera.audit_seal where batch = ${batches[1]} returning batch),
       batch as (delete from tessera.audit_batch b using seal where b.batch = seal.batch returning row_ids)
     delete from tessera.audit a using batch where a.id = any(batch.row_ids)`,
  );
  expect(await world.faults()).toEqual(['batchMissing']);
});

test('a last seal that is deleted alone shows', async () => {
  await world.tamper(`delete from tessera.audit_seal where batch = ${batches[2]}`);
  expect(await world.faults()).toEqual(['batchMissing']);
});

test('a seal that is written anew for other rows breaks the chain', async () => {
  await world.tamper(
    `update tessera.audit_seal set rows = 1, digest = sha256('other') where batch = ${batches[1]}`,
  );
  expect(await world.faults()).toEqual(['sealChanged', 'chainBroken']);
});

test('a tail that is cut off shows to whoever kept the digest', async () => {
  const { last } = await world.verify();
  await world.tamper(
    `with seal as (delete from tessera.audit_seal where batch = (select max(batch) from tessera.audit_seal) returning batch),
       batch as (delete from tessera.audit_batch b using seal where b.batch = seal.batch returning row_ids)
     delete from tessera.audit a using batch where a.id = any(batch.row_ids)`,
  );
  expect((await world.verify()).isWhole).toBe(true);
  expect((await world.verify(last?.digest)).faults).toEqual([
    { batch: null, what: 'digestUnknown' },
  ]);
});

test('after an erasure the rest is watched as before', async () => {
  await world.as(world.system, (execution) =>
    eraseAuditValues(
      execution,
      [{ entity: 'toy.company', recordId: records[1], fields: ['taxCode'] }],
      'request',
    ),
  );
  expect(await world.faults()).toEqual([]);
  await world.tamper(
    `update tessera.audit set changes = jsonb_set(changes, '{taxCode,1}', '"guessed"') where record_id = $1 and action = 'create'`,
    [records[1]],
  );
  expect(await world.faults()).toEqual(['valueChanged taxCode']);
  await world.tamper(
    `update tessera.audit set changes = jsonb_set(changes, '{name,1}', '"Forged"') where record_id = $1 and action = 'create'`,
    [records[1]],
  );
  await world.tamper(
    `update tessera.audit set changes = jsonb_set(changes, '{name,1}', '"Forged"') where changes -> 'name' ->> 1 = 'Birch beside'`,
  );
  expect((await world.faults()).toSorted()).toEqual([
    'valueChanged name',
    'valueChanged name',
    'valueChanged taxCode',
  ]);
});
