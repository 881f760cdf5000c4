import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { loadErrors } from './lazy-errors.ts';
import { OWNER_LOCK } from './orphan.ts';

/**
 * Holds the lock that tells other hosts that this cluster's host lives. A crash of one backend resets all connections, so it
 * is taken again when lost. Answers what releases it.
 * @throws TesseraError `HOST_DATABASE_IN_USE` when another host holds it.
 */
export async function holdOwnership(
  connection: pg.ClientConfig,
  folder: string,
): Promise<() => Promise<void>> {
  let isReleased = false;
  let client = await take(connection, folder, retake);

  function retake(): void {
    if (isReleased) return;
    void (async () => {
      while (!isReleased) {
        await sleep(500, undefined, { ref: false });
        try {
          client = await take(connection, folder, retake);
          return;
        } catch {
          // The server restarts, or is gone, which the host sees elsewhere.
        }
      }
    })();
  }

  return async () => {
    isReleased = true;
    await client.end().catch(() => {});
  };
}

async function take(
  connection: pg.ClientConfig,
  folder: string,
  onLost: () => void,
): Promise<pg.Client> {
  const client = new pg.Client({
    ...connection,
    database: 'postgres',
    application_name: 'tessera owner',
    keepAlive: true,
  });
  let isHeld = false;
  client.on('error', () => {
    if (isHeld) onLost();
    isHeld = false;
  });
  await client.connect();
  const { rows } = await client.query('select pg_try_advisory_lock($1) as free', [OWNER_LOCK]);
  if (!rows[0].free) {
    await client.end();
    throw (await loadErrors()).databaseInUse({ folder });
  }
  isHeld = true;
  return client;
}
