import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** An empty database of its own for a test file. */
export async function makeDatabase(): Promise<pg.PoolConfig> {
  const connection = inject('postgres');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  await client.query(`CREATE DATABASE ${database}`);
  await client.end();
  return { ...connection, database };
}
