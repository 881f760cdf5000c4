import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startTestPostgres } from '../../host/src/testing/test-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string; password: string };
  }
}

/** One PostgreSQL per run; each test file makes a database of its own in it. And one folder for the compiled code of the processes that tests start. */
export default async function setup(project: TestProject) {
  const compiled = await mkdtemp(join(tmpdir(), 'tessera-compiled-'));
  // Vitest gives it to the processes that run the tests, and those to what they start.
  process.env['NODE_COMPILE_CACHE'] ??= compiled;
  const postgres = await startTestPostgres();
  project.provide('postgres', postgres.connection);
  // Somebody writes: the tables of a host may be others now.
  project.onTestsRerun(async () => {
    const { forgetFreshDatabase } = await import('../../host/src/testing/fresh-database.ts');
    await forgetFreshDatabase(postgres.connection);
  });
  return async () => {
    await postgres.stop();
    await rm(compiled, { recursive: true, force: true, maxRetries: 5 });
  };
}
