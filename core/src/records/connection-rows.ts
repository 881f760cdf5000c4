import type { FieldDef, Pool, PoolClient } from 'pg';
import type { PreparedConfig } from './connection-statements.ts';
import { queryTexts } from './connection-texts.ts';
import { parserOf } from './connection-types.ts';
import type { Row } from './row.ts';
import type { RowTexts } from './sent-row.ts';

/** Makes a row of its texts. */
export type ReadRow = (texts: RowTexts) => Row;

/**
 * Runs a query whose columns are found by their names. What PostgreSQL told of the rows of a prepared statement is kept for its connection: it
 * refuses the statement once they would be others.
 */
export async function queryRows(on: Pool | PoolClient, config: PreparedConfig): Promise<Row[]> {
  const { readers } = config;
  let readRow: ReadRow | undefined;
  let told: object | undefined;
  const texts = await queryTexts(on, config, {
    knows(connection) {
      readRow = readers?.get(connection);
      if (!readRow) told = connection;
      return readRow !== undefined;
    },
    read(columns) {
      readRow = rowReader(columns);
    },
  });
  if (!readRow) return [];
  if (told) readers?.set(told, readRow);
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
