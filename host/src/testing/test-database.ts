import type pg from 'pg';
import { makeFreshDatabase } from './fresh-database.ts';
import { startTestPostgres, type PostgresConnection } from './test-postgres.ts';

/** Where the `globalSetup` says how its PostgreSQL is reached. */
export const POSTGRES_VARIABLE = 'TESSERA_TEST_POSTGRES';

/** A database that one test host owns, used by nobody yet. */
export interface TestDatabase {
  readonly connection: pg.PoolConfig;
  /** Ends the server that was started for it; one that is shared goes with the run. */
  drop(): Promise<void>;
}

/** Makes one in the PostgreSQL of the run, or in one of its own when there is none. */
export async function makeTestDatabase(): Promise<TestDatabase> {
  const shared = process.env[POSTGRES_VARIABLE];
  if (shared) {
    const connection = await makeFreshDatabase(JSON.parse(shared) as PostgresConnection);
    return { connection, drop: async () => {} };
  }
  const postgres = await startTestPostgres();
  const connection = { ...postgres.connection, database: 'postgres' };
  return { connection, drop: () => postgres.stop() };
}
