import { createHash } from 'node:crypto';
import type { Pool, QueryConfig } from 'pg';
import type { Execution, Transaction } from '../plugin/execution.ts';
import { connectionTypes } from './connection-types.ts';

/** Something that runs SQL: the pool, or the one connection of a transaction. */
export interface Sql {
  /** `$1`, `$2`, … in `text`; lists are passed as one array value (`= any($n)`). Repeated texts are prepared. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface TransactionOptions {
  /** How often the work runs again after a serialization failure or a deadlock; 0 when not given. */
  readonly retries?: number;
}

/** The workspace's database. */
export interface Database extends Sql {
  readonly pool: Pool;
  /** Runs the work in one transaction on one connection; rolls back when it throws. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
}

/**
 * The database over a pool. Rows hold wire values: timestamptz as ISO 8601 with milliseconds and `Z`, date as `YYYY-MM-DD`,
 * numeric as string, int8 as number, json parsed, arrays as lists. The pool stays the caller's to end.
 */
export function createDatabase(pool: Pool): Database {
  const statements = createStatements();
  return {
    pool,
    async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
      const name = statements.nameOf(text, values);
      try {
        return (await pool.query(queryConfig(text, values, name))).rows as Row[];
      } catch (error) {
        if (name === undefined || !isStaleStatement(error)) throw error;
        statements.forget(text);
        return (await pool.query(queryConfig(text, values, undefined))).rows as Row[];
      }
    },
    async transaction<T>(
      work: (transaction: Transaction) => Promise<T>,
      { retries = 0 }: TransactionOptions = {},
    ): Promise<T> {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await runTransactionOnce(pool, statements, work);
        } catch (error) {
          if (attempt >= retries || !isTransientFailure(error)) throw error;
          await pause(attempt);
        }
      }
    },
  };
}

/** What SQL of the execution runs on: its transaction, or the database. */
export function currentSql(execution: Execution): Sql {
  return execution.transaction ?? execution.assembly.database;
}

/** SQLSTATE of a database error; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** A serialization failure or a deadlock: the same work may succeed when run again. */
export function isTransientFailure(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

async function runTransactionOnce<T>(
  pool: Pool,
  statements: Statements,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  const callbacks: (() => void)[] = [];
  let broken: Error | undefined;
  const transaction: Transaction = {
    async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
      try {
        return (await client.query(queryConfig(text, values, statements.nameOf(text, values)))).rows as Row[];
      } catch (error) {
        if (isStaleStatement(error)) statements.forget(text);
        throw error;
      }
    },
    afterCommit(callback) {
      callbacks.push(callback);
    },
  };
  let answer: T;
  try {
    await client.query('begin');
    answer = await work(transaction);
    // An aborted transaction answers COMMIT with a rollback and no error.
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') throw new Error('The transaction was rolled back: one of its statements had failed.');
  } catch (error) {
    try {
      await client.query('rollback');
    } catch (rollbackError) {
      broken = rollbackError as Error;
    }
    throw error;
  } finally {
    client.release(broken);
  }
  for (const callback of callbacks) runCallback(callback);
  return answer;
}

/** The write is committed: what fails now must not tell the caller otherwise. */
function runCallback(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}

function queryConfig(text: string, values: readonly unknown[], name: string | undefined): QueryConfig {
  const config = { text, values: values as unknown[], types: connectionTypes };
  return name === undefined ? config : { ...config, name };
}

/** The shape of a table changed under a prepared statement, or a pooler lost the statement. */
function isStaleStatement(error: unknown): boolean {
  const state = sqlState(error);
  return state === '0A000' || state === '26000';
}

async function pause(attempt: number): Promise<void> {
  const milliseconds = 5 * 2 ** attempt * (1 + Math.random());
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

interface Statements {
  nameOf(text: string, values: readonly unknown[]): string | undefined;
  forget(text: string): void;
}

/** Texts that are kept as candidates for a prepared statement. */
const MAXIMUM_TEXTS = 500;
/** A text is prepared from this use on. */
const PREPARED_FROM_USE = 3;

function createStatements(): Statements {
  const texts = new Map<string, { uses: number; name: string }>();
  let generation = 0;
  return {
    nameOf(text, values) {
      // Without values there may be several statements in the text, which cannot be prepared.
      if (values.length === 0) return undefined;
      const known = texts.get(text) ?? { uses: 0, name: statementName(text, generation) };
      texts.delete(text);
      texts.set(text, known);
      if (texts.size > MAXIMUM_TEXTS) texts.delete(texts.keys().next().value as string);
      known.uses += 1;
      return known.uses >= PREPARED_FROM_USE ? known.name : undefined;
    },
    forget(text) {
      // Other connections still hold the old name: it is not used again.
      generation += 1;
      texts.delete(text);
    },
  };
}

function statementName(text: string, generation: number): string {
  return `${createHash('sha256').update(text).digest('base64url').slice(0, 20)}_${generation}`;
}
