import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@tessera/core';
import pg from 'pg';
import type { Configuration } from '../config.ts';
import { errors } from '../errors.ts';
import { startPostgres, type Postgres } from './embedded.ts';
import { checkDatabase } from './fitness.ts';
import { asRuntimeRole, prepareRuntimeRole, type RuntimeRole } from './runtime-role.ts';

const NAME = 'tessera';
const CONNECTIONS = 20;
/** Connections that stay open while nobody asks: they know their prepared statements already. */
const KEPT = 4;
/** A connection that somebody keeps does not keep the host from stopping. */
const END_MS = 5_000;

/** The workspace's PostgreSQL, given or the host's own. */
export interface HostDatabase {
  readonly pool: pg.Pool;
  /** Whether the pool works as a role that can only add to the audit. */
  readonly runtimeRole: RuntimeRole;
  /** Connections past a pooler, for LISTEN; `pool` itself when there is no pooler. */
  readonly listen: pg.Pool;
  /** For connections past a pooler: locks, jobs. */
  readonly direct: pg.ClientConfig;
  /** Settles when the host's own PostgreSQL has ended by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Opens the database that the configuration names, or starts the host's own, and checks that it is fit. */
export async function openDatabase(
  configuration: Configuration,
  log: Logger,
): Promise<HostDatabase> {
  if (configuration.databaseUrl) {
    const connection = { connectionString: configuration.databaseUrl };
    const direct = configuration.databaseDirectUrl
      ? { connectionString: configuration.databaseDirectUrl }
      : connection;
    return connect(connection, direct, log);
  }
  const postgres = await startPostgres(join(configuration.dataFolder, 'postgres'));
  if (postgres.isElsewhere) {
    log.warn(
      'the account of PostgreSQL cannot reach the data folder; the database lies elsewhere',
      {
        wanted: join(configuration.dataFolder, 'postgres'),
        folder: postgres.folder,
      },
    );
  } else log.info('PostgreSQL runs', { folder: postgres.folder });
  const { host, port, user, password } = postgres;
  try {
    await makeDatabase({ host, port, user, password });
    const connection = { host, port, user, password, database: NAME };
    return await connect(connection, connection, log, postgres);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** A database that somebody else opened and closes: a test’s. */
export async function useDatabase(connection: pg.PoolConfig, log: Logger): Promise<HostDatabase> {
  return connect(connection, connection, log);
}

async function connect(
  connection: pg.PoolConfig,
  direct: pg.ClientConfig,
  log: Logger,
  postgres?: Postgres,
): Promise<HostDatabase> {
  await checkFirst(connection, log);
  const runtimeRole = direct === connection ? await prepareRuntimeRole(direct) : BEHIND_POOLER;
  if (!runtimeRole.isOn)
    log.warn('the audit is not held to be append-only by the database', runtimeRole);
  const pool = openPool(
    runtimeRole.isOn ? asRuntimeRole(connection) : connection,
    CONNECTIONS,
    log,
  );
  const listen = direct === connection ? pool : openPool(direct, 2, log);
  return {
    pool,
    runtimeRole,
    listen,
    direct,
    ended: postgres?.ended ?? new Promise(() => {}),
    async stop() {
      const ended = Promise.all([...new Set([pool, listen])].map((one) => one.end()));
      await Promise.race([ended, sleep(END_MS, undefined, { ref: false })]);
      await postgres?.stop();
    },
  };
}

/** What is only said once, and by the login itself: that it is there, and that it is fit. */
async function checkFirst(connection: pg.PoolConfig, log: Logger): Promise<void> {
  const pool = openPool({ ...connection, max: 1 }, 1, log);
  try {
    await pool.query('select 1').catch((cause: Error) => {
      throw errors.databaseUnanswered({ reason: cause.message || cause.name }, { cause });
    });
    await checkDatabase(pool);
  } finally {
    await pool.end();
  }
}

const BEHIND_POOLER: RuntimeRole = {
  isOn: false,
  reason:
    'DATABASE_DIRECT_URL names a way past a transaction pooler, and a pooler passes no role on: give the login of DATABASE_URL no right to update or delete tessera.audit.',
};

function openPool(connection: pg.PoolConfig, max: number, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    max,
    min: Math.min(KEPT, max),
    application_name: 'tessera',
    keepAlive: true,
    ...connection,
  });
  pool.on('error', (error) =>
    log.warn('a connection to the database was lost', { error: error.message }),
  );
  return pool;
}

async function makeDatabase(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [NAME]);
    if (rowCount === 0) await client.query(`create database ${NAME}`);
  } finally {
    await client.end();
  }
}
