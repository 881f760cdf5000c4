import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import type { Row } from './row.ts';

/** Reads rows; where the execution shares its reads, once for all that ask the same. */
export function readRows(
  execution: Execution,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const { reads } = execution;
  const read = (): Promise<readonly Row[]> => currentSql(execution).query<Row>(text, values);
  if (!reads) return read();
  const key = JSON.stringify([text, values]);
  let rows = reads.get(key);
  if (!rows) reads.set(key, (rows = read()));
  return rows;
}
