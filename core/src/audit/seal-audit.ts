import type { Database, Sql, SqlTexts } from '../records/database.ts';
import { allOf } from '../records/sql-parameters.ts';
import { digestContent, digestSeal, NO_SEAL, type Seal } from './audit-digest.ts';
import { createSalts, foldRow, type FoldedRow } from './folded-row.ts';
import { readSealedRow, sealedColumns, type SealedRow, type ToldBefore } from './sealed-row.ts';

/** `'seal'` in ASCII: who seals, erases or lets old batches go, holds it. */
export const SEAL_LOCK = 0x7365616c;
const MOST_ROWS = 1000;
/** Rows that are held whole at a time; of the others no more is held than what is sealed of them. */
const ROWS_AT_ONCE = 250;

/** A seal as it is stored. */
export interface StoredSeal extends Seal {
  readonly digest: string;
  /** How often transactions were counted anew before it. */
  readonly era: number;
}

export const SEAL_COLUMNS = `batch, at, rows, last_xid::text as "lastXid", last_id as "lastId",
  encode(content, 'hex') as content, encode(previous, 'hex') as previous, encode(digest, 'hex') as digest, era`;

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
  const isAnew = last !== undefined && (await isRestored(sql, last));
  const start = last && !isAnew ? last : ZERO;
  const era = (last?.era ?? 0) + (isAnew ? 1 : 0);
  const [row] = await sql.query<{ rows: number }>(
    `select count(*) as rows from (
       select from tessera.audit a where ${allOf([BEHIND, ...inNoSeal(era)])} limit 10000) waiting`,
    [start.lastXid, start.lastId],
  );
  return row?.rows ?? 0;
}

async function sealBatch(sql: Sql & SqlTexts, now: Date): Promise<number> {
  const [lock] = await sql.query<{ free: boolean }>(
    'select pg_try_advisory_xact_lock($1) as free',
    [SEAL_LOCK],
  );
  if (!lock?.free) return 0;
  const last = await lastSeal(sql);
  const { rows, era } = await unsealed(sql, last);
  const end = rows.at(-1);
  if (!end) return 0;
  const seal: Seal = {
    batch: (last?.batch ?? 0) + 1,
    at: now.toISOString(),
    rows: rows.length,
    lastXid: end.xid,
    lastId: end.id,
    content: digestContent(rows.map(({ digest }) => digest)),
    previous: last?.digest ?? NO_SEAL,
  };
  await insertSeal(
    sql,
    { ...seal, digest: digestSeal(seal), era },
    {
      rowIds: rows.map(({ id }) => id),
      entries: rows.map(({ entry }) => entry),
    },
  );
  return rows.length;
}

interface UnsealedRow extends Pick<SealedRow, 'id' | 'xid'>, FoldedRow {}

interface Unsealed {
  readonly rows: readonly UnsealedRow[];
  readonly era: number;
}

/**
 * Rows behind the last seal, in the order of their transactions. Those are below every transaction that still runs: nothing
 * can be committed in front of them any more.
 */
async function unsealed(sql: Sql & SqlTexts, last: StoredSeal | undefined): Promise<Unsealed> {
  const era = last?.era ?? 0;
  if (!last || !(await isRestored(sql, last)))
    return { rows: await rowsBehind(sql, last ?? ZERO, [BELOW_RUNNING, ...inNoSeal(era)]), era };
  // A backup in a new cluster counts its transactions from the beginning: first what it brought unsealed, then what is new.
  const brought = await rowsBehind(sql, last, inNoSeal(era));
  if (brought.length > 0) return { rows: brought, era };
  const next = era + 1;
  return { rows: await rowsBehind(sql, ZERO, [BELOW_RUNNING, ...inNoSeal(next)]), era: next };
}

const ZERO = { lastXid: '0', lastId: '00000000-0000-0000-0000-000000000000' };
const BEHIND = '(a.xid, a.id) > ($1::text::xid8, $2::uuid)';
const BELOW_RUNNING = 'a.xid < pg_snapshot_xmin(pg_current_snapshot())';

/** In the first era all that is sealed lies in front of the last seal. Later ones also meet rows that were sealed in those before. */
function inNoSeal(era: number): readonly string[] {
  return era === 0 ? [] : ['tessera.sealed_in(a.xid, a.id) is null'];
}

/** What is committed meanwhile lies behind all that the first look found. */
async function rowsBehind(
  sql: SqlTexts,
  { lastXid, lastId }: Pick<Seal, 'lastXid' | 'lastId'>,
  conditions: readonly string[],
): Promise<UnsealedRow[]> {
  const found: UnsealedRow[] = [];
  const nextSalt = createSalts();
  const told: ToldBefore = { texts: [], members: [] };
  let behind = [lastXid, lastId];
  while (found.length < MOST_ROWS) {
    const rows = await sql.queryTexts(
      `select ${sealedColumns('a')} from tessera.audit a
       where ${allOf([BEHIND, ...conditions])}
       order by a.xid, a.id limit ${ROWS_AT_ONCE}`,
      behind,
    );
    for (const texts of rows) {
      const row = readSealedRow(texts, told);
      if (row) found.push({ id: row.id, xid: row.xid, ...foldRow(row, nextSalt()) });
    }
    const end = found.at(-1);
    if (!end || rows.length < ROWS_AT_ONCE) break;
    behind = [end.xid, end.id];
  }
  return found;
}

async function isRestored(sql: Sql, last: Seal): Promise<boolean> {
  const [row] = await sql.query<{ yes: boolean }>(
    'select $1::text::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as yes',
    [last.lastXid],
  );
  return row?.yes ?? false;
}

async function insertSeal(
  sql: Sql,
  { batch, at, rows, lastXid, lastId, content, previous, digest, era }: StoredSeal,
  { rowIds, entries }: { readonly rowIds: readonly string[]; readonly entries: readonly string[] },
): Promise<void> {
  await sql.query(
    `with seal as (
       insert into tessera.audit_seal (batch, at, rows, last_xid, last_id, content, previous, digest, era)
       values ($1, $2, $3, $4::text::xid8, $5, decode($6, 'hex'), decode($7, 'hex'), decode($8, 'hex'), $9))
     insert into tessera.audit_batch (batch, row_ids, entries)
     values ($1, string_to_array($10, ',')::uuid[], string_to_array($11, ',')::bytea[])`,
    [
      batch,
      at,
      rows,
      lastXid,
      lastId,
      content,
      previous,
      digest,
      era,
      rowIds.join(),
      entries.map((entry) => `\\x${entry}`).join(),
    ],
  );
}
