import type { EntityId, Sql } from '@tessera/core';

export type SampleState = 'making' | 'present' | 'removing' | 'failed';
/** Why a record stays: own records point to it, the pipeline refuses, or its plugin is off. */
export type KeptReason = 'used' | 'refused' | 'pluginOff';

/** The example data of the workspace. */
export interface SampleRun {
  readonly id: string;
  readonly state: SampleState;
  readonly done: number;
  readonly total: number;
  readonly owners: readonly string[];
  readonly currency: string;
  readonly madeBy: string;
  /** Set while it is being taken away, and after that has failed. */
  readonly removedBy: string | null;
  readonly reason: string | null;
  readonly startedAt: string;
}

/** A row that was written. */
export interface WrittenRow {
  readonly entity: EntityId;
  readonly key: string;
  readonly position: number;
  readonly record: string;
  readonly changes: boolean;
  readonly version: number;
}

/** A record that is still there. */
export interface SampleRecord extends WrittenRow {
  readonly kept: KeptReason | null;
  readonly keptBy: string | null;
}

const RUN = `select id, state, done, total, owners, currency, made_by as "madeBy", removed_by as "removedBy", reason,
  started_at as "startedAt" from tessera.sample_run`;

export async function findRun(sql: Sql): Promise<SampleRun | undefined> {
  const [run] = await sql.query<SampleRun>(RUN);
  return run;
}

/** The run, kept from others until the transaction ends; undefined when it is not in this state any more. */
export async function lockRun(
  transaction: Sql,
  id: string,
  state: SampleState,
): Promise<SampleRun | undefined> {
  const [run] = await transaction.query<SampleRun>(
    `${RUN} where id = $1 and state = $2 for update`,
    [id, state],
  );
  return run;
}

/** Begins a run, or lets one that failed go on; answers false when there is one that did not fail. */
export async function beginMaking(
  sql: Sql,
  {
    id,
    owners,
    currency,
    madeBy,
    startedAt,
  }: Omit<SampleRun, 'state' | 'done' | 'total' | 'removedBy' | 'reason'>,
): Promise<boolean> {
  const rows = await sql.query(
    `insert into tessera.sample_run as r (id, state, owners, currency, made_by, started_at)
     values ($1, 'making', $2, $3, $4, $5)
     on conflict (single) do update set state = 'making', made_by = excluded.made_by, removed_by = null, reason = null
       where r.state = 'failed' and r.removed_by is null
     returning id`,
    [id, JSON.stringify(owners), currency, madeBy, startedAt],
  );
  return rows.length > 0;
}

/** Turns to taking away, from whatever was done before; answers false when there is nothing, or it is being done. */
export async function beginRemoving(sql: Sql, removedBy: string): Promise<boolean> {
  const rows = await sql.query(
    `update tessera.sample_run set state = 'removing', removed_by = $1, reason = null, done = 0,
       total = (select count(*) from tessera.sample_record where run = id and not changes)
     where state <> 'removing' returning id`,
    [removedBy],
  );
  return rows.length > 0;
}

export async function setTotal(sql: Sql, id: string, done: number, total: number): Promise<void> {
  await sql.query('update tessera.sample_run set done = $2, total = $3 where id = $1', [
    id,
    done,
    total,
  ]);
}

/** Ends a step; nothing happens when the run has gone over to another meanwhile. */
export async function endStep(
  sql: Sql,
  id: string,
  from: SampleState,
  to: SampleState,
  reason: string | null = null,
): Promise<void> {
  await sql.query(
    `update tessera.sample_run set state = $3, reason = $4,
       removed_by = case when $3 = 'present' then null else removed_by end where id = $1 and state = $2`,
    [id, from, to, reason],
  );
}

export async function forgetRun(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from tessera.sample_run where id = $1', [id]);
}

/** Every row that was written, in order. */
export function writtenRows(sql: Sql, run: string): Promise<SampleRecord[]> {
  return sql.query<SampleRecord>(
    `select entity, key, position, record, changes, version, kept, kept_by as "keptBy"
     from tessera.sample_record where run = $1 order by position`,
    [run],
  );
}

/** Notes rows in the transaction that wrote them. */
export async function saveRows(
  transaction: Sql,
  run: string,
  rows: readonly WrittenRow[],
): Promise<void> {
  await transaction.query(
    `insert into tessera.sample_record (run, entity, key, position, record, changes, version)
     select $1, entity, key, position, record, changes, version
     from jsonb_to_recordset($2::jsonb) as r(entity text, key text, position int, record uuid, changes boolean, version int)`,
    [run, JSON.stringify(rows)],
  );
  await transaction.query('update tessera.sample_run set done = done + $2 where id = $1', [
    run,
    rows.length,
  ]);
}

/** Forgets records that are gone, in the transaction that deleted them. */
export async function forgetRecords(
  transaction: Sql,
  run: string,
  records: readonly string[],
): Promise<void> {
  await transaction.query(
    'delete from tessera.sample_record where run = $1 and record = any($2::uuid[])',
    [run, records],
  );
  await transaction.query('update tessera.sample_run set done = done + $2 where id = $1', [
    run,
    records.length,
  ]);
}

export interface KeptRecord {
  readonly record: string;
  readonly kept: KeptReason;
  readonly keptBy: string | null;
}

/** Notes which records stay and why; what was noted before is forgotten. */
export async function saveKept(sql: Sql, run: string, kept: readonly KeptRecord[]): Promise<void> {
  await sql.query(
    `update tessera.sample_record s set kept = r.kept, kept_by = r."keptBy"
     from tessera.sample_record old
     left join jsonb_to_recordset($2::jsonb) as r(record uuid, kept text, "keptBy" text) on r.record = old.record
     where s.run = $1 and old.run = $1 and s.entity = old.entity and s.key = old.key`,
    [run, JSON.stringify(kept)],
  );
}

/** How many records of each entity there are. */
export function countRecords(
  sql: Sql,
  run: string,
): Promise<{ readonly entity: EntityId; readonly count: number }[]> {
  return sql.query(
    `select entity, count(*)::int as count from tessera.sample_record where run = $1 and not changes
     group by entity order by min(position)`,
    [run],
  );
}
