import type { Pool } from 'pg';

/** `'plugin'` in ASCII: one number for every host of the database. */
const LOCK = 0x706c7567696e;
const PAUSE_MS = 50;

/**
 * Runs the work while no other host changes plugins. The lock is its connection's: it goes with a host that is killed.
 * It is waited for until the signal aborts, and tried again and again, since a statement that waits holds a snapshot, and indexes that are built beside wait for those to go.
 */
export async function underVerbLock<T>(
  pool: Pool,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  const note = (error: Error): void => {
    failure = error;
  };
  client.on('error', note);
  try {
    for (;;) {
      signal.throwIfAborted();
      const { rows } = await client.query<{ free: boolean }>(
        'select pg_try_advisory_lock($1) as free',
        [LOCK],
      );
      if (rows[0]?.free) break;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    const answer = await work();
    return answer;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(note);
    client.off('error', note);
    // A connection that failed may still hold the lock: it is closed.
    client.release(failure);
  }
}
