import type { Execution } from '../plugin/execution.ts';
import { writeCursor } from './cursor.ts';
import type { CompiledQuery } from './query-compiler.ts';
import type { RowTexts } from './sent-row.ts';

/** The records of a page as the API answers them. */
export interface RecordsJson {
  /** A JSON array. */
  readonly json: string;
  /** How many records are in it. */
  readonly count: number;
  /** The cursor of the next page; undefined on the last one. */
  readonly next?: string;
}

/** The records that the rows of a query tell, without the one that shows that there are more. */
export function recordsJson(
  { assembly }: Execution,
  { limit, write, keys, id, shape }: CompiledQuery,
  rows: readonly RowTexts[],
): RecordsJson {
  const count = Math.min(rows.length, limit);
  let json = '';
  for (let at = 0; at < count; at += 1) json += (at === 0 ? '' : ',') + write(rows[at]!);
  const page = { json: `[${json}]`, count };
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  if (!last) return page;
  const values = keys.map((at) => last[at] ?? null);
  const next = writeCursor({ values, id: last[id] ?? '' }, shape, assembly.secret);
  return { ...page, next };
}
