import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropAuditBefore } from '../src/audit/audit-retention.ts';
import { eraseAuditValues } from '../src/audit/erase-audit-values.ts';
import { digestSeal } from '../src/audit/audit-digest.ts';
import { foldStep } from '../src/audit/fold-step.ts';
import { lastSeal, SEAL_LOCK, sealAudit, unsealedRows } from '../src/audit/seal-audit.ts';
import { recordsOf } from '../src/records/facade.ts';
import { makeAuditWorld, type AuditWorld } from './audit-world.ts';
import { Company } from './world.ts';

let world: AuditWorld;
beforeAll(async () => {
  world = await makeAuditWorld();
});
afterAll(() => world.close());

const EVERYTHING = 'select count(*)::int as n from tessera.audit';
const count = async (text: string): Promise<number> =>
  (await world.pool.query<{ n: number }>(text)).rows[0]?.n ?? 0;

test('what is committed is sealed once, and the chain verifies', async () => {
  await world.company('Alder');
  const sealed = await world.seal();
  expect(sealed).toBe(await count(EVERYTHING));
  expect(await world.seal()).toBe(0);
  expect(await unsealedRows(world.kernel.database)).toBe(0);
  await world.company('Birch');
  expect(await world.seal()).toBe(1);
  expect(await world.verify()).toMatchObject({ isWhole: true, rows: sealed + 1, faults: [] });
});

test('a thousand rows are a batch, and more are more', async () => {
  await world.pool.query(
    `insert into tessera.audit (id, at, entity, record_id, action, actor_kind, actor_name, source, changes, plugin)
     select gen_random_uuid(), now(), 'toy.company', gen_random_uuid(), 'create', 'system', 'many', 'system',
       jsonb_build_object('name', jsonb_build_array(null, 'Company ' || i)), 'toy' from generate_series(1, 2300) i`,
  );
  const before = await count('select count(*)::int as n from tessera.audit_seal');
  expect(await world.seal()).toBe(2300);
  expect(await count('select count(*)::int as n from tessera.audit_seal')).toBe(before + 3);
  expect(await count('select max(rows) as n from tessera.audit_seal')).toBe(1000);
  expect(await world.faults()).toEqual([]);
});

test('a transaction that began earlier and ends later is never passed over', async () => {
  const slow = await world.pool.connect();
  await slow.query('begin');
  const insert = (name: string) =>
    `insert into tessera.audit (id, at, entity, record_id, action, actor_kind, actor_name, source, changes, plugin)
     values (gen_random_uuid(), now(), 'toy.company', gen_random_uuid(), 'update', 'system', '${name}', 'system', '{}', 'toy')`;
  await slow.query(insert('slow'));
  await world.pool.query(insert('quick'));
  // The quick one is committed, but the slow one comes before it: both wait.
  for (let times = 0; times < 5; times += 1) expect(await world.sealOnce()).toBe(0);
  await slow.query('commit');
  slow.release();
  expect(await world.seal()).toBe(2);
  const { rows } = await world.pool.query<{ actor_name: string }>(
    `select a.actor_name from tessera.audit_sealed s join tessera.audit a on a.id = s.row_id
     where s.batch = (select max(batch) from tessera.audit_seal) order by s.position`,
  );
  expect(rows.map(({ actor_name }) => actor_name)).toEqual(['slow', 'quick']);
  expect(await world.faults()).toEqual([]);
});

test('while many write, two sealers seal every row once', async () => {
  const { database } = world.kernel;
  let isWriting = true;
  const writing = Promise.all(
    Array.from({ length: 6 }, async (_, writer) => {
      for (let index = 0; index < 8; index += 1) await world.company(`Many ${writer} ${index}`);
    }),
  ).finally(() => (isWriting = false));
  const sealer = async (): Promise<void> => {
    while (isWriting) await sealAudit(database);
  };
  await Promise.all([writing, sealer(), sealer()]);
  await world.seal();
  expect(await unsealedRows(database)).toBe(0);
  expect(await count('select count(distinct row_id)::int as n from tessera.audit_sealed')).toBe(
    await count(EVERYTHING),
  );
  expect(await world.faults()).toEqual([]);
});

test('a sealer that is killed half-way has sealed nothing, and the next one takes it', async () => {
  await world.company('Half');
  const client = new pg.Client({ ...world.pool.options });
  client.on('error', () => {});
  await client.connect();
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock($1)', [SEAL_LOCK]);
  await client.query(
    `insert into tessera.audit_seal (batch, rows, last_xid, last_id, content, previous, digest)
     select max(batch) + 1, 1, '1', gen_random_uuid(), '\\x00', '\\x00', '\\x00' from tessera.audit_seal`,
  );
  expect(await world.sealOnce()).toBe(0);
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await world.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  expect(await world.seal()).toBe(1);
  expect(await world.faults()).toEqual([]);
});

test('a value that is erased is gone with its salt, and the chain still verifies', async () => {
  const sealed = await world.company('Secretive', { taxCode: 'DE-4711' });
  await world.seal();
  await world.as(world.system, () =>
    recordsOf()(Company).update(sealed, { taxCode: 'DE-4712' } as never),
  );
  const erasures = [{ entity: 'toy.company', recordId: sealed, fields: ['taxCode'] }];
  await world.as(world.system, (execution) => eraseAuditValues(execution, erasures, 'request 1'));
  const { rows } = await world.pool.query<{ text: string }>(
    `select coalesce(changes::text, '') || coalesce((select "values"::text from tessera.audit_digest d where d.row_id = a.id), '') as text
     from tessera.audit a where record_id = $1`,
    [sealed],
  );
  expect(rows).toHaveLength(3);
  expect(rows.map(({ text }) => text).join('\n')).not.toContain('DE-47');
  expect(rows[0]?.text).toContain('Secretive');
  await world.seal();
  expect(await world.verify()).toMatchObject({ isWhole: true, erased: 1, faults: [] });
  expect(await count('select count(*)::int as n from tessera.audit_digest')).toBe(1);
  const { rows: salts } = await world.pool.query<{ salted: boolean }>(
    `select d."values"::jsonb -> 'taxCode' -> 1 ? 's' as salted from tessera.audit_digest d
     join tessera.audit a on a.id = d.row_id where a.record_id = $1 and a.action = 'create'`,
    [sealed],
  );
  expect(salts).toEqual([{ salted: false }]);
  // Done twice it does nothing more than to say so.
  await world.as(world.system, (execution) => eraseAuditValues(execution, erasures, 'request 1'));
  await world.seal();
  expect(await world.faults()).toEqual([]);
});

test('rows with digests of their own and rows in batches are one chain', async () => {
  await world.unfold();
  const before = await world.verify();
  expect(before).toMatchObject({ isWhole: true });
  const record = await world.company('After them', { taxCode: 'DE-0042' });
  await world.seal();
  expect(await world.verify()).toMatchObject({ isWhole: true, rows: before.rows + 1 });
  const { rows } = await world.pool.query<{ batch: string; found: string }>(
    'select s.batch, tessera.sealed_in(a.xid, a.id) as found from tessera.audit_sealed s join tessera.audit a on a.id = s.row_id',
  );
  expect(rows).toHaveLength(before.rows + 1);
  expect(rows.filter(({ batch, found }) => batch !== found)).toEqual([]);
  await world.as(world.system, (execution) =>
    eraseAuditValues(
      execution,
      [{ entity: 'toy.company', recordId: record, fields: ['taxCode'] }],
      'request 3',
    ),
  );
  await world.seal();
  expect(await world.verify()).toMatchObject({ isWhole: true, erased: before.erased + 1 });
});

test('an erasure that fails half-way leaves everything as it was', async () => {
  const record = await world.company('Kept', { taxCode: 'DE-0815' });
  const failing = world.as(world.system, (execution) =>
    execution.assembly.database.transaction(async (transaction) => {
      const inner = { ...execution, transaction };
      await eraseAuditValues(
        inner,
        [{ entity: 'toy.company', recordId: record, fields: ['taxCode'] }],
        'request 2',
      );
      throw new Error('half-way');
    }),
  );
  await expect(failing).rejects.toThrow('half-way');
  const { rows } = await world.pool.query<{ text: string }>(
    'select changes::text as text from tessera.audit where record_id = $1',
    [record],
  );
  expect(rows.map(({ text }) => text).join()).toContain('DE-0815');
});

test('old batches go as a whole, their seals stay, and the rest verifies', async () => {
  const before = await count('select count(*)::int as n from tessera.audit_seal');
  const rows = await count(EVERYTHING);
  const dropped = await world.as(world.system, (execution) =>
    dropAuditBefore(execution, new Date(Date.now() + 60_000)),
  );
  expect(dropped).toBe(before - 1);
  expect(await count(EVERYTHING)).toBeLessThan(rows);
  expect(await count('select count(*)::int as n from tessera.audit_seal')).toBe(before);
  await world.seal();
  expect(await world.faults()).toEqual([]);
  expect(await world.as(world.system, (execution) => dropAuditBefore(execution, new Date(0)))).toBe(
    0,
  );
});

test('after a backup in a new cluster, where transactions are counted anew, it goes on', async () => {
  await world.company('Before the move');
  await world.seal();
  await world.pool.query(
    `insert into tessera.audit (id, at, entity, record_id, action, actor_kind, actor_name, source, changes, plugin, xid)
     values (gen_random_uuid(), now(), 'toy.company', gen_random_uuid(), 'update', 'system', 'old cluster', 'system', '{}', 'toy', '900000000')`,
  );
  // Then the last seal is of the old cluster, whose last transaction is far ahead of this one's.
  const last = await lastSeal(world.kernel.database);
  const moved = { ...last!, lastXid: '800000000' };
  await world.tamper(
    `update tessera.audit_seal set last_xid = $2::text::xid8, digest = decode($3, 'hex') where batch = $1`,
    [moved.batch, moved.lastXid, digestSeal(moved)],
  );
  const sealed = [await world.seal()];
  await world.company('After the move');
  sealed.push(await world.seal());
  expect(sealed).toEqual([1, 1]);
  expect(await world.faults()).toEqual([]);
  await world.company('And again');
  expect(await world.seal()).toBe(1);
  expect(await count('select max(era) as n from tessera.audit_seal')).toBe(1);
  expect(await count('select count(*)::int as n from tessera.audit_sealed')).toBe(
    await count(EVERYTHING),
  );
});

test('a chain from before there were batches is told its eras', async () => {
  const other = await makeAuditWorld();
  await other.pool.query(
    `drop view tessera.audit_sealed; drop function tessera.sealed_in; drop table tessera.audit_batch;
     alter table tessera.audit_seal drop column era;
     insert into tessera.audit_seal (batch, rows, last_xid, last_id, content, previous, digest)
     select batch, 1, xid::text::xid8, gen_random_uuid(), '', '', '' from (values (1, 900), (2, 905), (3, 40), (4, 50), (5, 45)) s(batch, xid)`,
  );
  await other.pool.query(foldStep);
  const { rows } = await other.pool.query<{ era: number }>(
    'select era from tessera.audit_seal order by batch',
  );
  expect(rows.map(({ era }) => era)).toEqual([0, 0, 1, 1, 2]);
  await other.close();
});
