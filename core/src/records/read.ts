import type { EntityModel } from '../entities/model.ts';
import { requireAction } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import type { Filter } from './filter.ts';
import { noteTotal } from './known-total.ts';
import { measureReach } from './narrow-reach.ts';
import type { RecordsJson } from './page-json.ts';
import { compileCount, compileQuery, type CompiledQuery } from './query-compiler.ts';
import { visibleFields } from './query-fields.ts';
import { compileRead } from './query-one.ts';
import { COUNT_BOUND } from './query-total.ts';
import { isUuid } from './query-value.ts';
import { readPageTogether, readTogether } from './read-together.ts';
import type { AnyRecord, Page, Query, SqlFragment } from './records.ts';
import { restrictRows } from './restricted-rows.ts';
import { noteAsked, noteViews } from './sensitive-views.ts';
import type { RowTexts } from './sent-row.ts';
import { quoteName, tableOf } from './sql-parameters.ts';

export { aggregateRecords } from './aggregate.ts';

/** A record as the API answers it. */
export interface RecordJson {
  readonly json: string;
  readonly version: number;
}

/** A part of the records that were found, as the API answers them. */
export type PageJson = RecordsJson & Omit<Page<never>, 'records'>;

/**
 * The record with this id as the principal may see it; undefined when there is none that it may see.
 * @throws TesseraError `CORE_NOT_PERMITTED` when it may read no record of the entity at all.
 */
export async function readRecordJson(
  execution: Execution,
  model: EntityModel,
  id: string,
  options: Pick<Query, 'fields' | 'include' | 'deleted'> = {},
): Promise<RecordJson | undefined> {
  requireAction(execution, model, 'read');
  if (!isUuid(id)) return undefined;
  const compiled = compileRead(execution, model, options);
  const row = await readTogether(execution, compiled, id.toLowerCase());
  if (!row) return undefined;
  const { write, version, isSensitive } = compiled;
  const json = write(row);
  if (isSensitive) await noteViews(execution, model, [JSON.parse(json) as AnyRecord]);
  return { json, version: Number(row[version]) };
}

/** The record of {@link readRecordJson} as values. */
export async function readRecord(
  execution: Execution,
  model: EntityModel,
  id: string,
  options: Pick<Query, 'fields' | 'include' | 'deleted'> = {},
): Promise<AnyRecord | undefined> {
  const found = await readRecordJson(execution, model, id, options);
  return found && (JSON.parse(found.json) as AnyRecord);
}

/** A page of records. @throws TesseraError `CORE_NOT_PERMITTED`, `CORE_NAME_UNKNOWN` or `CORE_REQUEST_INVALID`. */
export async function queryRecordsJson(
  execution: Execution,
  model: EntityModel,
  query: Query = {},
): Promise<PageJson> {
  requireAction(execution, model, 'read');
  await measureReach(execution, model);
  const { compiled, given } = compileQuery(execution, model, query);
  const { rows, records } = await readPageTogether(execution, compiled, given);
  if (compiled.isSensitive)
    await noteViews(execution, model, JSON.parse(records.json) as readonly AnyRecord[]);
  await noteAsked(execution, compiled.asked, records.count);
  return { ...records, ...(await totalOf(execution, model, query, compiled, rows)) };
}

/** The page of {@link queryRecordsJson} as values. */
export async function queryRecords(
  execution: Execution,
  model: EntityModel,
  query: Query = {},
): Promise<Page<AnyRecord>> {
  const { json, count: _, ...page } = await queryRecordsJson(execution, model, query);
  return { records: JSON.parse(json) as readonly AnyRecord[], ...page };
}

async function totalOf(
  execution: Execution,
  model: EntityModel,
  query: Query,
  compiled: CompiledQuery,
  rows: readonly RowTexts[],
): Promise<Pick<PageJson, 'total' | 'totalIsExact'>> {
  if (query.count !== 'exact' && query.count !== 'bounded') return { totalIsExact: false };
  const bound = query.count === 'bounded' ? COUNT_BOUND : Infinity;
  if (compiled.form === 'beyond' && rows.length > compiled.limit)
    return { total: COUNT_BOUND, totalIsExact: false };
  const counted = await countedOf(execution, model, query, compiled, rows);
  if (query.count === 'bounded')
    noteTotal(execution.assembly, compiled.totalKey, counted > bound ? 'beyond' : 'within');
  return { total: Math.min(counted, bound), totalIsExact: counted <= bound };
}

/** What the last row tells; a first page that is not full is all there is. */
async function countedOf(
  execution: Execution,
  model: EntityModel,
  query: Query,
  { total }: CompiledQuery,
  rows: readonly RowTexts[],
): Promise<number> {
  const last = rows.at(-1);
  if (last && total !== undefined) return Number(last[total] ?? rows.length);
  if (!query.offset && query.cursor === undefined) return rows.length;
  return count(execution, model, query, query.count === 'bounded' ? COUNT_BOUND : undefined);
}

/** How many records the filter keeps, exactly. */
export async function countRecords(
  execution: Execution,
  model: EntityModel,
  filter?: Filter,
): Promise<number> {
  requireAction(execution, model, 'read');
  await measureReach(execution, model);
  return count(execution, model, { filter });
}

/**
 * A subquery for own SQL: the live records that the principal may read, with the columns of the fields that it may
 * read. Placeholders count from `$1`.
 */
export function readable(execution: Execution, model: EntityModel): SqlFragment {
  requireAction(execution, model, 'read');
  const { source, parameters, where } = restrictRows(execution, model, {});
  const { fields, masked } = visibleFields(source.context, model);
  const columns = new Set(
    fields
      .filter((field) => !masked.has(field.name))
      .flatMap((field) => Object.values<string>({ ...field.columns })),
  );
  const list = [...columns].map((column) => `r.${quoteName(column)}`).join(', ');
  return {
    sql: `(select ${list} from ${tableOf(model)} r where ${where})`,
    values: parameters.values,
  };
}

async function count(
  execution: Execution,
  model: EntityModel,
  query: Query,
  bound?: number,
): Promise<number> {
  const { text, values, asked } = compileCount(execution, model, query, bound);
  const [row] = await currentSql(execution).query<{ n: number }>(text, values);
  const found = Number(row?.n ?? 0);
  await noteAsked(execution, asked, found);
  return found;
}
