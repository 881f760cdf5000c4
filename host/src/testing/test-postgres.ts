import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../database/embedded.ts';

/** How a PostgreSQL is reached. */
export interface PostgresConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** A PostgreSQL for tests: quick, and gone with everything in it when it is stopped. */
export interface TestPostgres {
  readonly connection: PostgresConnection;
  stop(): Promise<void>;
}

/** Starts one in a folder of its own. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-test-'));
  await chmod(folder, 0o755);
  const postgres = await startPostgres(join(folder, 'postgres'), { durable: false });
  const { host, port, user, password } = postgres;
  return {
    connection: { host, port, user, password },
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
      if (postgres.isElsewhere) await rm(postgres.folder, { recursive: true, force: true });
    },
  };
}
