import type { EntityModel } from '../entities/model.ts';
import { requireAction } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import { noteAsked, noteViews } from './sensitive-views.ts';
import { readRows } from './shared-reads.ts';
import type { Filter } from './filter.ts';
import { noteBeyond } from './known-total.ts';
import { measureReach } from './narrow-reach.ts';
import {
  COUNT_BOUND,
  compileCount,
  compileQuery,
  compileRead,
  restrictRows,
} from './query-compiler.ts';
import { visibleFields } from './query-fields.ts';
import { isUuid } from './query-value.ts';
import type { AnyRecord, Page, Query, SqlFragment } from './records.ts';
import { quoteName, tableOf } from './sql-parameters.ts';

export { aggregateRecords } from './aggregate.ts';

/**
 * The record with this id as the principal may see it; undefined when there is none that it may see.
 * @throws TesseraError `CORE_NOT_PERMITTED` when it may read no record of the entity at all.
 */
export async function readRecord(
  execution: Execution,
  model: EntityModel,
  id: string,
  options: Pick<Query, 'fields' | 'include' | 'deleted'> = {},
): Promise<AnyRecord | undefined> {
  requireAction(execution, model, 'read');
  if (!isUuid(id)) return undefined;
  const { text, values, selection } = compileRead(execution, model, id, options);
  const [row] = await readRows(execution, text, values);
  const record = row && selection.toRecord(row);
  if (record) await noteViews(execution, model, [record]);
  return record;
}

/** A page of records. @throws TesseraError `CORE_NOT_PERMITTED`, `CORE_NAME_UNKNOWN` or `CORE_REQUEST_INVALID`. */
export async function queryRecords(
  execution: Execution,
  model: EntityModel,
  query: Query = {},
): Promise<Page<AnyRecord>> {
  requireAction(execution, model, 'read');
  await measureReach(execution, model);
  const compiled = compileQuery(execution, model, query);
  const rows = await readRows(execution, compiled.text, compiled.values);
  const shown = rows.slice(0, compiled.limit);
  const records = shown.map((row) => compiled.selection.toRecord(row));
  await noteViews(execution, model, records);
  await noteAsked(execution, compiled.asked, records.length);
  const last = shown.at(-1);
  const next = rows.length > compiled.limit && last ? { next: compiled.cursorAfter(last) } : {};
  if (query.count !== 'exact' && query.count !== 'bounded')
    return { records, totalIsExact: false, ...next };
  const bound = query.count === 'bounded' ? COUNT_BOUND : Infinity;
  if (compiled.isBeyond && rows[0])
    return { records, total: COUNT_BOUND, totalIsExact: false, ...next };
  const counted = rows[0]
    ? Number(rows[0]['$total'] ?? rows.length)
    : await countBeyond(execution, model, query, compiled.offset, bound);
  if (counted > bound) noteBeyond(execution.assembly, compiled.totalKey);
  return { records, total: Math.min(counted, bound), totalIsExact: counted <= bound, ...next };
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

/** A page without rows carries no total: nothing is there, or the page begins behind the end. */
async function countBeyond(
  execution: Execution,
  model: EntityModel,
  query: Query,
  offset: number,
  bound: number,
): Promise<number> {
  if (offset === 0 && query.cursor === undefined) return 0;
  return count(execution, model, query, bound === Infinity ? undefined : bound);
}
