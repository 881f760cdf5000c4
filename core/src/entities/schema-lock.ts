import type { Database, Sql } from '../records/database.ts';
import { asOwner } from '../records/owner-role.ts';

/** `'schema'` in ASCII: one number for every host of the database. */
const LOCK = 0x736368656d61;
const PAUSE_MS = 50;
/** How often a statement that another session's lock holds up is tried; each try waits 200 ms at most. */
const TRIES = 25;

const busy = Symbol('busy');

/**
 * Runs the work in one transaction, as the owner of the tables, while no other session changes the schema. It waits for the other without holding
 * a snapshot, since an index that is built concurrently waits for all snapshots to go. A table that is in use is waited
 * for 200 ms at a time, so that reads and writes do not queue up behind the change.
 */
export async function underSchemaLock<T>(
  database: Database,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ;) {
    try {
      const answer = await database.transaction(async (sql) => {
        const [row] = await sql.query<{ free: boolean }>(
          'select pg_try_advisory_xact_lock($1) as free',
          [LOCK],
        );
        if (!row?.free) return busy;
        await sql.query("set local lock_timeout = '200ms'");
        return asOwner(sql, work);
      });
      if (answer !== busy) return answer as T;
    } catch (error) {
      tries += 1;
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE || tries > TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

/** Runs the work on one connection, as the owner of the tables and outside of a transaction, while no other session changes the schema. */
export async function besideSchemaLock<T>(
  database: Database,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect();
  const sql: Sql = {
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await client.query(text, [...values])).rows as Row[],
  };
  let broken = true;
  // A connection that is lost between two statements has nobody else to tell; the next statement fails.
  const lose = (): void => {};
  client.on('error', lose);
  try {
    while (
      !(await sql.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [LOCK]))[0]
        ?.free
    )
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    await sql.query('set role none');
    const answer = await work(sql);
    await sql.query('reset role');
    await sql.query('select pg_advisory_unlock($1)', [LOCK]);
    broken = false;
    return answer;
  } finally {
    client.off('error', lose);
    // A connection that failed half-way may still hold the lock: it is closed.
    client.release(broken);
  }
}
