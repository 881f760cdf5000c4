import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../host/src/database/embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string; password: string };
  }
}

/** One PostgreSQL per run; each test file makes a database of its own in it. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-test-'));
  await chmod(folder, 0o755);
  const postgres = await startPostgres(join(folder, 'postgres'), { durable: false });
  const { host, port, user, password } = postgres;
  project.provide('postgres', { host, port, user, password });
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true });
    if (postgres.isElsewhere) await rm(postgres.folder, { recursive: true });
  };
}
