/**
 * A `globalSetup` of Vitest: one PostgreSQL for all test files of a run. Without it each test host starts one of its own, which takes
 * two seconds more.
 * @packageDocumentation
 */
import { POSTGRES_VARIABLE } from './test-database.ts';
import { startTestPostgres } from './test-postgres.ts';

/** Starts it; answers what stops it. */
export async function setup(): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  // Vitest gives it to the processes that run the tests.
  process.env[POSTGRES_VARIABLE] = JSON.stringify(postgres.connection);
  return async () => {
    delete process.env[POSTGRES_VARIABLE];
    await postgres.stop();
  };
}
