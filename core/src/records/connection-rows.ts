import type { FieldDef, Pool, PoolClient, QueryConfig } from 'pg';
import type { HeldStatement } from './connection-held-statements.ts';
import { queryTexts } from './connection-texts.ts';
import { parserOf } from './connection-types.ts';
import type { Row } from './row.ts';
import type { RowTexts } from './sent-row.ts';

/** Makes a row of its texts. */
export type ReadRow = (texts: RowTexts) => Row;

/** Runs a query whose columns are found by their names. */
export async function queryRows(on: Pool | PoolClient, config: QueryConfig): Promise<Row[]> {
  let statement: HeldStatement | undefined;
  let readRow: ReadRow | undefined;
  const texts = await queryTexts(on, config, {
    knows(held) {
      statement = held;
      readRow = held?.readRow;
      return readRow !== undefined;
    },
    read(columns) {
      readRow = rowReader(columns);
    },
  });
  if (!readRow) return [];
  if (statement) statement.readRow = readRow;
  return texts.map(readRow);
}

function rowReader(fields: readonly FieldDef[]): ReadRow {
  const columns = fields.map(({ name, dataTypeID }, at) => ({
    name,
    at,
    parse: parserOf(dataTypeID),
  }));
  const empty = Object.fromEntries(columns.map(({ name }) => [name, null]));
  return (texts) => {
    const row: Record<string, unknown> = { ...empty };
    for (const { name, at, parse } of columns) {
      const text = texts[at] ?? null;
      if (text !== null) row[name] = parse(text);
    }
    return row;
  };
}
