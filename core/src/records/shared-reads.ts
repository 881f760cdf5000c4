import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import type { RowTexts } from './sent-row.ts';

/** Reads rows as texts; where the execution shares its reads, once for all that ask the same. */
export function readRows(
  execution: Execution,
  text: string,
  values: readonly unknown[],
): Promise<readonly RowTexts[]> {
  const { reads } = execution;
  const read = (): Promise<readonly RowTexts[]> => currentSql(execution).queryTexts(text, values);
  if (!reads) return read();
  const key = JSON.stringify([text, values]);
  let rows = reads.get(key);
  if (!rows) reads.set(key, (rows = read()));
  return rows;
}
