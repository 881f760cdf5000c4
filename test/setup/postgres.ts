import type { TestProject } from 'vitest/node';
import { startTestPostgres } from '../../host/src/testing/test-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string; password: string };
  }
}

/** One PostgreSQL per run; each test file makes a database of its own in it. */
export default async function setup(project: TestProject) {
  const postgres = await startTestPostgres();
  project.provide('postgres', postgres.connection);
  // Somebody writes: the tables of a host may be others now.
  project.onTestsRerun(async () => {
    const { forgetFreshDatabase } = await import('../../host/src/testing/fresh-database.ts');
    await forgetFreshDatabase(postgres.connection);
  });
  return () => postgres.stop();
}
