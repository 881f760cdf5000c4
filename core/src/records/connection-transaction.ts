import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { Transaction } from '../plugin/execution.ts';
import { isStaleStatement } from './connection-error.ts';
import { queryRows } from './connection-rows.ts';
import type { Statements } from './connection-statements.ts';
import { queryTexts } from './connection-texts.ts';

/** Runs the work in one transaction on a connection of its own, once. */
export async function openTransaction<T>(
  pool: Pool,
  statements: Statements,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  const callbacks: (() => void)[] = [];
  let broken: Error | undefined;
  // A connection that is lost between two statements has nobody else to tell; the next statement fails.
  const lose = (error: Error): void => {
    broken = error;
  };
  client.on('error', lose);
  let answer: T;
  try {
    await client.query('begin');
    answer = await work(transactionOn(client, statements, callbacks, createNames()));
    // An aborted transaction answers COMMIT with a rollback and no error.
    const { command } = await client.query('commit');
    if (command !== 'COMMIT')
      throw new Error('The transaction was rolled back: one of its statements had failed.');
  } catch (error) {
    try {
      await client.query('rollback');
    } catch (rollbackError) {
      broken = rollbackError as Error;
    }
    throw error;
  } finally {
    client.off('error', lose);
    client.release(broken);
  }
  for (const callback of callbacks) runCallback(callback);
  return answer;
}

function transactionOn(
  client: PoolClient,
  statements: Statements,
  callbacks: (() => void)[],
  nextName: () => string,
): Transaction {
  let queue: Promise<unknown> = Promise.resolve();
  const send = async <Rows>(
    text: string,
    values: readonly unknown[],
    query: (config: QueryConfig) => Promise<Rows>,
  ): Promise<Rows> => {
    try {
      const name = statements.nameOf(text, values);
      return await query({ name, text, values: values as unknown[] });
    } catch (error) {
      if (isStaleStatement(error)) statements.forget(text);
      throw error;
    }
  };
  const transaction: Transaction = {
    query: <Row>(text: string, values: readonly unknown[] = []) =>
      send(text, values, (config) => queryRows(client, config)) as Promise<Row[]>,
    queryTexts: (text, values = []) => send(text, values, (config) => queryTexts(client, config)),
    afterCommit(callback) {
      callbacks.push(callback);
    },
    savepoint<T>(work: (nested: Transaction) => Promise<T>): Promise<T> {
      const run = async (): Promise<T> => {
        const name = nextName();
        const nestedCallbacks: (() => void)[] = [];
        await client.query(`savepoint ${name}`);
        let answer: T;
        try {
          answer = await work(transactionOn(client, statements, nestedCallbacks, nextName));
        } catch (error) {
          await client.query(`rollback to savepoint ${name}`);
          throw error;
        }
        await client.query(`release savepoint ${name}`);
        callbacks.push(...nestedCallbacks);
        return answer;
      };
      // Savepoints of one level that overlapped would undo each other's work.
      const turn = queue.then(run);
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
  return transaction;
}

function createNames(): () => string {
  let count = 0;
  return () => `tessera_${(count += 1)}`;
}

/** The write is committed: what fails now must not tell the caller otherwise. */
function runCallback(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
