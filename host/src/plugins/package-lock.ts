import type { Database, Sql } from '@tessera/core';

const LOCK = `hashtext('tessera.plugin_package'), hashtext($1)`;
const PAUSE_MS = 50;

/**
 * Runs the work while nobody on any host throws the package away. The lock is its connection's and goes with a host that is killed; it
 * is no transaction's, since indexes that are built beside wait for those to end.
 */
export async function holdPackage<T>(
  { pool }: Database,
  digest: string,
  work: () => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  const note = (error: Error): void => {
    failure = error;
  };
  client.on('error', note);
  try {
    await untilFree(async () => {
      const { rows } = await client.query<{ free: boolean }>(
        `select pg_try_advisory_lock_shared(${LOCK}) as free`,
        [digest],
      );
      return rows[0]?.free ? { done: undefined } : undefined;
    });
    return await work();
  } finally {
    await client.query(`select pg_advisory_unlock_shared(${LOCK})`, [digest]).catch(note);
    client.off('error', note);
    // A connection that failed may still hold the lock: it is closed.
    client.release(failure);
  }
}

/** Runs the work in a transaction while no host holds the package; it is waited for, without a snapshot. */
export function takePackage<T>(
  database: Database,
  digest: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  return untilFree(() =>
    database.transaction(async (sql) => {
      const [row] = await sql.query<{ free: boolean }>(
        `select pg_try_advisory_xact_lock(${LOCK}) as free`,
        [digest],
      );
      return row?.free ? { done: await work(sql) } : undefined;
    }),
  );
}

/** Tries again and again until there is an answer. */
async function untilFree<T>(attempt: () => Promise<{ readonly done: T } | undefined>): Promise<T> {
  for (;;) {
    const answer = await attempt();
    if (answer) return answer.done;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
