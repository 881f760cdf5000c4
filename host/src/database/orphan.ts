import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { loadErrors } from './lazy-errors.ts';
import type { Cluster } from './cluster.ts';
import { SUPERUSER } from './cluster.ts';
import { pidFilePath, readPidFile, type PidFile } from './pid-file.ts';
import { isPostgres } from './process-state.ts';

/** A host holds this advisory lock of the database `postgres` as long as it lives. */
export const OWNER_LOCK = 4711;

/** A server without a host is stopped after this: a host that is just starting has taken its lock by then. */
const GRACE_MS = 5_000;

/**
 * Makes way for a new server on the cluster: stops the one that a dead host left behind, forgets the traces of one that is gone.
 * @throws TesseraError `HOST_DATABASE_IN_USE` where the other host lives.
 */
export async function makeWay(cluster: Cluster): Promise<void> {
  const deadline = Date.now() + GRACE_MS;
  for (;;) {
    const file = await readPidFile(cluster.data);
    if (!file) return;
    if (!(await isPostgres(file.pid))) {
      await rm(pidFilePath(cluster.data), { force: true });
      await removeSocket(file);
      return;
    }
    if (await isOwned(file, cluster))
      throw (await loadErrors()).databaseInUse({ folder: cluster.data });
    if (Date.now() > deadline) await interrupt(file.pid);
    await sleep(50);
  }
}

async function isOwned(file: PidFile, cluster: Cluster): Promise<boolean> {
  const client = new pg.Client({
    host: file.socket || '127.0.0.1',
    port: file.port,
    user: SUPERUSER,
    password: cluster.password,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query('select pg_try_advisory_lock($1) as free', [OWNER_LOCK]);
    return !rows[0].free;
  } catch {
    return false; // starting or stopping
  } finally {
    await client.end().catch(() => {});
  }
}

async function interrupt(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It went by itself.
  }
  await sleep(200);
}

async function removeSocket(file: PidFile): Promise<void> {
  if (/\/pg-\w{6}$/.test(file.socket)) await rm(file.socket, { recursive: true, force: true });
}
