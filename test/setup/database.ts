import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of its own for a test of a whole host, which starts on it as if it had started on an empty one. */
export async function makeDatabase(): Promise<pg.PoolConfig> {
  // A test of core does not load the host.
  const { makeFreshDatabase } = await import('../../host/src/testing/fresh-database.ts');
  return makeFreshDatabase(inject('postgres'));
}

/** An empty one: for tests of core, and of what a first start does. */
export async function makeEmptyDatabase(): Promise<pg.PoolConfig> {
  const connection = inject('postgres');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  await client.query(`CREATE DATABASE ${database}`);
  await client.end();
  return { ...connection, database };
}
