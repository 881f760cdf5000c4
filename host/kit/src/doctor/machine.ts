import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { startTestPostgres } from '@tessera/host/testing';
import pg from 'pg';
import { gte } from 'semver';
import { bad, good, type Finding } from './finding.ts';

/** The first that runs TypeScript as it is. */
const OLDEST_NODE = '22.18.0';
const OLDEST_POSTGRES = 150_000;
const SMALLEST_DISK_MB = 500;

/** Whether this machine can run Tessera. */
export async function examineMachine(
  folder: string,
  port: number,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly Finding[]> {
  const url = environment['DATABASE_URL'];
  return [
    examineNode(),
    await examineDisk(folder),
    await examinePort(port),
    url ? await examineDatabase(url) : await examineEmbedded(),
  ];
}

function examineNode(): Finding {
  const version = process.versions.node;
  return gte(version, OLDEST_NODE)
    ? good(`Node ${version}.`)
    : bad(`Node ${version} is too old.`, `Install Node ${OLDEST_NODE} or newer.`);
}

async function examineDisk(folder: string): Promise<Finding> {
  if (!existsSync(folder)) return bad(`${folder} does not exist.`, 'Name a folder that does.');
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / 1024 ** 2);
  return free >= SMALLEST_DISK_MB
    ? good(`${free} MB free on the disk.`)
    : bad(`Only ${free} MB are free on the disk.`, `Make room: ${SMALLEST_DISK_MB} MB are wanted.`);
}

async function examinePort(port: number): Promise<Finding> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return good(`Port ${port} is free.`);
  } catch (error) {
    return bad(
      `Port ${port} cannot be used: ${(error as Error).message}.`,
      'End what uses it, or choose another: tessera dev --port 4100, or PORT=4100 tessera start.',
    );
  } finally {
    server.close();
  }
}

async function examineDatabase(connectionString: string): Promise<Finding> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ number: string; version: string }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as version`,
    );
    const { number = '0', version = '' } = rows[0] ?? {};
    return Number(number) >= OLDEST_POSTGRES
      ? good(`PostgreSQL ${version} answers at DATABASE_URL.`)
      : bad(`PostgreSQL ${version} at DATABASE_URL is too old.`, 'Use PostgreSQL 15 or newer.');
  } catch (error) {
    return bad(
      `DATABASE_URL does not answer: ${(error as Error).message}.`,
      'Start that server or correct the URL; without DATABASE_URL Tessera starts a PostgreSQL of its own.',
    );
  } finally {
    await client.end().catch(() => {});
  }
}

async function examineEmbedded(): Promise<Finding> {
  try {
    const postgres = await startTestPostgres();
    await postgres.stop();
    return good('The PostgreSQL that comes with Tessera runs.');
  } catch (error) {
    return bad(
      `The PostgreSQL that comes with Tessera does not run: ${(error as Error).message}`,
      'Install with optional dependencies (npm install --include=optional), or name a server of your own in DATABASE_URL.',
    );
  }
}
