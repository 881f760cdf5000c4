import type { Pool, QueryConfig } from 'pg';
import type { Execution, Transaction } from '../plugin/execution.ts';
import { isStaleStatement, isTransientFailure } from './connection-error.ts';
import { queryRows } from './connection-rows.ts';
import { createStatements } from './connection-statements.ts';
import { queryTexts } from './connection-texts.ts';
import { openTransaction } from './connection-transaction.ts';
import type { RowTexts } from './sent-row.ts';

/** Something that runs SQL: the pool, or the one connection of a transaction. */
export interface Sql {
  /** `$1`, `$2`, … in `text`; lists are passed as one array value (`= any($n)`). Repeated texts are prepared. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** Something that reads rows as PostgreSQL sends them, for who writes JSON of them. */
export interface SqlTexts {
  /** Like `query`, but a row is the texts of its columns in their order. */
  queryTexts(text: string, values?: readonly unknown[]): Promise<RowTexts[]>;
}

export interface TransactionOptions {
  /** How often the work runs again after a serialization failure or a deadlock; 0 when not given. */
  readonly retries?: number;
}

/** The workspace's database. */
export interface Database extends Sql, SqlTexts {
  readonly pool: Pool;
  /** Runs the work in one transaction on one connection; rolls back when it throws. */
  transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
}

/**
 * The database over a pool. Rows hold wire values: timestamptz as ISO 8601 with milliseconds and `Z`, date as `YYYY-MM-DD`,
 * numeric as string, int8 as number, json parsed, arrays as lists. The pool stays the caller's to end.
 */
export function createDatabase(pool: Pool): Database {
  const statements = createStatements();
  const send = async <Rows>(
    text: string,
    values: readonly unknown[],
    query: (config: QueryConfig) => Promise<Rows>,
  ): Promise<Rows> => {
    const config = { text, values: values as unknown[] };
    const name = statements.nameOf(text, values);
    try {
      return await query({ ...config, name });
    } catch (error) {
      if (name === undefined || !isStaleStatement(error)) throw error;
      statements.forget(text);
      return query(config);
    }
  };
  return {
    pool,
    query: <Row>(text: string, values: readonly unknown[] = []) =>
      send(text, values, (config) => queryRows(pool, config)) as Promise<Row[]>,
    queryTexts: (text, values = []) => send(text, values, (config) => queryTexts(pool, config)),
    async transaction<T>(
      work: (transaction: Transaction) => Promise<T>,
      { retries = 0 }: TransactionOptions = {},
    ): Promise<T> {
      return retryTransient(() => openTransaction(pool, statements, work), retries);
    },
  };
}

/** Runs the work again after a serialization failure or a deadlock; what it wrote before must be undone by then. */
export async function retryTransient<T>(work: () => Promise<T>, retries: number): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= retries || !isTransientFailure(error)) throw error;
      await pause(attempt);
    }
  }
}

/** What SQL of the execution runs on: its transaction, or the database. */
export function currentSql(execution: Execution): Sql & SqlTexts {
  return execution.transaction ?? execution.assembly.database;
}

async function pause(attempt: number): Promise<void> {
  const milliseconds = 5 * 2 ** attempt * (1 + Math.random());
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
