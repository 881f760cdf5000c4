import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@tessera/core';
import pg from 'pg';
import { readConfiguration } from '../config.ts';
import { useDatabase } from '../database/database.ts';
import { createHost } from '../host.ts';
import type { PostgresConnection } from './test-postgres.ts';

/** What all are copied from. It has this name once it is whole. */
const TEMPLATE = 'tessera_fresh';
/** `'fres'` in ASCII: one makes it, the others wait. */
const LOCK = 0x66726573;
/** SQLSTATE of a template that is not there. */
const NO_SUCH_DATABASE = '3D000';

/** Tables whose rows are no workspace's: what has been made in this database, and numbers that are counted up from. */
const KEPT = [
  'system_step',
  'schema_change',
  'schema_table',
  'schema_column',
  'schema_index',
  'assembly',
  'policy_state',
  'sharing_state',
];

const EMPTY = `
  do $$
  declare
    tables text;
  begin
    select string_agg(c.oid::regclass::text, ', ') into tables
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'tessera' and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> all ('{${KEPT.join(',')}}');
    execute 'truncate ' || tables || ' restart identity';
  end $$;
  alter sequence tessera.event_sequence restart;
  update tessera.assembly set number = 0;
  update tessera.policy_state set version = 1;
  update tessera.sharing_state set version = 1`;

/**
 * Makes a database that has the tables of a host without plugins, and no row of a workspace: a first start on it is one on an empty
 * database, without the making of some hundred tables.
 */
export async function makeFreshDatabase(server: PostgresConnection): Promise<pg.PoolConfig> {
  const database = newName();
  const client = await openClient({ ...server, database: 'postgres' });
  try {
    if (!(await copy(client, database))) {
      await prepareOnce(client, server);
      await copy(client, database);
    }
  } finally {
    await client.end();
  }
  return { ...server, database };
}

/** Has the next one start a host anew: its source has changed. */
export async function forgetFreshDatabase(server: PostgresConnection): Promise<void> {
  const client = await openClient({ ...server, database: 'postgres' });
  await client.query(`drop database if exists ${TEMPLATE}`).finally(() => client.end());
}

async function copy(client: pg.Client, database: string): Promise<boolean> {
  try {
    await client.query(`create database ${database} template ${TEMPLATE}`);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === NO_SUCH_DATABASE) return false;
    throw error;
  }
}

async function prepareOnce(client: pg.Client, server: PostgresConnection): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  const { rowCount } = await client.query('select from pg_database where datname = $1', [TEMPLATE]);
  if (rowCount === 0) {
    const database = newName();
    await client.query(`create database ${database}`);
    await startOnce({ ...server, database });
    await client.query(`alter database ${database} rename to ${TEMPLATE}`);
  }
  await client.query('select pg_advisory_unlock($1)', [LOCK]);
}

async function startOnce(connection: pg.PoolConfig): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tessera-fresh-'));
  try {
    const host = await createHost({
      configuration: readConfiguration({ PORT: '0', TESSERA_DATA_DIR: dataFolder }),
      database: await useDatabase(connection, silent),
      found: { plugins: [], rejected: [] },
      log: silent,
    });
    await host.close();
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
  const client = await openClient(connection);
  await client.query(EMPTY).finally(() => client.end());
}

async function openClient(connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(connection);
  await client.connect();
  return client;
}

const newName = (): string => `test_${randomUUID().replaceAll('-', '')}`;

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
