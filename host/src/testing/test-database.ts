import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { startTestPostgres, type PostgresConnection } from './test-postgres.ts';

/** Where the `globalSetup` says how its PostgreSQL is reached. */
export const POSTGRES_VARIABLE = 'TESSERA_TEST_POSTGRES';

/** An empty database that one test host owns. */
export interface TestDatabase {
  readonly connection: pg.PoolConfig;
  /** Ends the server that was started for it; one that is shared goes with the run. */
  drop(): Promise<void>;
}

/** Makes one in the PostgreSQL of the run, or in one of its own when there is none. */
export async function makeTestDatabase(): Promise<TestDatabase> {
  const shared = process.env[POSTGRES_VARIABLE];
  if (shared) return makeIn(JSON.parse(shared) as PostgresConnection);
  const postgres = await startTestPostgres();
  const { connection } = await makeIn(postgres.connection);
  return { connection, drop: () => postgres.stop() };
}

async function makeIn(server: PostgresConnection): Promise<TestDatabase> {
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  await command(server, `create database ${database}`);
  return { connection: { ...server, database }, drop: async () => {} };
}

async function command(server: PostgresConnection, sql: string): Promise<void> {
  const client = new pg.Client({ ...server, database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
