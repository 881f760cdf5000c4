import type { Database, Sql } from '../records/database.ts';
import { linesOf } from '../records/row-lines.ts';
import { createParameters } from '../records/sql-parameters.ts';
import {
  createSalts,
  digestContent,
  digestRow,
  digestSeal,
  digestValues,
  NO_SEAL,
  sealedColumns,
  type Seal,
  type SealedRow,
} from './audit-digest.ts';

/** `'seal'` in ASCII: who seals, erases or lets old batches go, holds it. */
export const SEAL_LOCK = 0x7365616c;
const MOST_ROWS = 1000;

/** A seal as it is stored. */
export interface StoredSeal extends Seal {
  readonly digest: string;
}

export const SEAL_COLUMNS = `batch, at, rows, last_xid::text as "lastXid", last_id as "lastId",
  encode(content, 'hex') as content, encode(previous, 'hex') as previous, encode(digest, 'hex') as digest`;

/**
 * Seals what has been committed since the last seal, in batches; answers the number of rows. Of several hosts one does it, the
 * others answer 0. Killed half-way, a batch was never sealed, and the next one takes it.
 */
export async function sealAudit(
  database: Database,
  { now = () => new Date(), signal }: SealOptions = {},
): Promise<number> {
  let sealed = 0;
  while (!signal?.aborted) {
    const rows = await database.transaction((sql) => sealBatch(sql, now()));
    sealed += rows;
    if (rows < MOST_ROWS) break;
  }
  return sealed;
}

export interface SealOptions {
  readonly now?: () => Date;
  /** Ends it after the batch that is under way. */
  readonly signal?: AbortSignal | undefined;
}

/** The last seal; undefined when nothing has been sealed yet. */
export async function lastSeal(sql: Sql): Promise<StoredSeal | undefined> {
  const [seal] = await sql.query<StoredSeal>(
    `select ${SEAL_COLUMNS} from tessera.audit_seal order by batch desc limit 1`,
  );
  return seal;
}

/** How many committed rows wait for a seal; counting ends at 10,000. */
export async function unsealedRows(sql: Sql): Promise<number> {
  const last = await lastSeal(sql);
  const start = last && !(await isRestored(sql, last)) ? last : ZERO;
  const [row] = await sql.query<{ rows: number }>(
    `select count(*) as rows from (
       select from tessera.audit a where (a.xid, a.id) > ($1::text::xid8, $2::uuid)
         and not exists (select from tessera.audit_digest d where d.row_id = a.id) limit 10000) waiting`,
    [start.lastXid, start.lastId],
  );
  return row?.rows ?? 0;
}

async function sealBatch(sql: Sql, now: Date): Promise<number> {
  const [lock] = await sql.query<{ free: boolean }>(
    'select pg_try_advisory_xact_lock($1) as free',
    [SEAL_LOCK],
  );
  if (!lock?.free) return 0;
  const last = await lastSeal(sql);
  const rows = await unsealed(sql, last);
  const end = rows.at(-1);
  if (!end) return 0;
  const nextSalt = createSalts();
  const digests = rows.map((row) => {
    const values = digestValues(row.changes, nextSalt);
    return { row_id: row.id, digest: digestRow(row, values), values };
  });
  const seal: Seal = {
    batch: (last?.batch ?? 0) + 1,
    at: now.toISOString(),
    rows: rows.length,
    lastXid: end.xid,
    lastId: end.id,
    content: digestContent(digests.map(({ digest }) => digest)),
    previous: last?.digest ?? NO_SEAL,
  };
  await insertSeal(sql, seal, digests);
  return rows.length;
}

/**
 * Rows behind the last seal, in the order of their transactions. Those are below every transaction that still runs: nothing
 * can be committed in front of them any more.
 */
async function unsealed(sql: Sql, last: Seal | undefined): Promise<readonly SealedRow[]> {
  if (!last) return rowsBehind(sql, ZERO, BELOW_RUNNING);
  if (!(await isRestored(sql, last))) return rowsBehind(sql, last, BELOW_RUNNING);
  // A backup in a new cluster counts its transactions from the beginning: first what it brought unsealed, then what is new.
  const brought = await rowsBehind(sql, last, 'true');
  return brought.length > 0 ? brought : rowsBehind(sql, ZERO, BELOW_RUNNING);
}

const ZERO = { lastXid: '0', lastId: '00000000-0000-0000-0000-000000000000' };
const BELOW_RUNNING = 'a.xid < pg_snapshot_xmin(pg_current_snapshot())';

function rowsBehind(
  sql: Sql,
  { lastXid, lastId }: Pick<Seal, 'lastXid' | 'lastId'>,
  bound: string,
): Promise<SealedRow[]> {
  return sql.query<SealedRow>(
    `select ${sealedColumns('a')} from tessera.audit a
     where (a.xid, a.id) > ($1::text::xid8, $2::uuid) and ${bound}
       and not exists (select from tessera.audit_digest d where d.row_id = a.id)
     order by a.xid, a.id limit ${MOST_ROWS}`,
    [lastXid, lastId],
  );
}

async function isRestored(sql: Sql, last: Seal): Promise<boolean> {
  const [row] = await sql.query<{ yes: boolean }>(
    'select $1::text::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as yes',
    [last.lastXid],
  );
  return row?.yes ?? false;
}

async function insertSeal(sql: Sql, seal: Seal, digests: readonly object[]): Promise<void> {
  const values = [seal.batch, seal.at, seal.rows, seal.lastXid, seal.lastId];
  const parameters = createParameters([...values, seal.content, seal.previous, digestSeal(seal)]);
  const rows = digests.map((digest, position) => ({ ...digest, position }));
  await sql.query(
    `with seal as (
       insert into tessera.audit_seal (batch, at, rows, last_xid, last_id, content, previous, digest)
       values ($1, $2, $3, $4::text::xid8, $5, decode($6, 'hex'), decode($7, 'hex'), decode($8, 'hex')))
     insert into tessera.audit_digest (row_id, batch, position, digest, "values")
     select r.row_id, $1, r.position, decode(r.digest, 'hex'), r."values"
     from ${linesOf(rows, digestColumns, parameters)}`,
    parameters.values,
  );
}

const digestColumns = new Map([
  ['row_id', 'uuid'],
  ['position', 'int4'],
  ['digest', 'text'],
  ['values', 'json'],
]);
