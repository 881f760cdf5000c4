import type { EntityModel } from '../entities/model.ts';
import { requireAction } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import { measureReach } from './narrow-reach.ts';
import { recordsJson } from './page-json.ts';
import { compileCount, compileQuery } from './query-compiler.ts';
import { readStatement } from './query-statement.ts';
import type { AnyRecord, Query } from './records.ts';
import { noteAsked } from './sensitive-views.ts';

/** Records of one page of an export. */
const PAGE = 500;

/** What an export is of, page by page. */
export type ExportQuery = Pick<
  Query,
  'filter' | 'search' | 'sort' | 'fields' | 'include' | 'cursor' | 'deleted'
>;

/**
 * A page of the records that the principal may read and take out of the workspace.
 * @throws TesseraError `CORE_NOT_PERMITTED`, `CORE_NAME_UNKNOWN` or `CORE_REQUEST_INVALID`.
 */
export async function exportPage(
  execution: Execution,
  model: EntityModel,
  query: ExportQuery,
): Promise<{ readonly records: readonly AnyRecord[]; readonly next?: string }> {
  requireExport(execution, model);
  await measureReach(execution, model);
  const { compiled, given } = compileQuery(execution, model, {
    ...query,
    limit: PAGE,
    count: 'none',
    action: 'export',
  });
  const rows = await readStatement(execution, compiled.statement, given);
  const { json, count, next } = recordsJson(execution, compiled, rows);
  await noteAsked(execution, compiled.asked, count);
  const records = JSON.parse(json) as readonly AnyRecord[];
  return { records, ...(next === undefined ? {} : { next }) };
}

/** How many records an export would have; counting ends one after `most`. */
export async function countExport(
  execution: Execution,
  model: EntityModel,
  query: ExportQuery,
  most: number,
): Promise<number> {
  requireExport(execution, model);
  await measureReach(execution, model);
  const { filter, search, deleted } = query;
  const restriction = { filter, search, deleted, action: 'export' as const };
  const { text, values, asked } = compileCount(execution, model, restriction, most);
  const [row] = await currentSql(execution).query<{ n: number }>(text, values);
  const found = Number(row?.n ?? 0);
  await noteAsked(execution, asked, found);
  return found;
}

function requireExport(execution: Execution, model: EntityModel): void {
  requireAction(execution, model, 'read');
  requireAction(execution, model, 'export');
}
