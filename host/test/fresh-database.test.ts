import pg from 'pg';
import { expect, test } from 'vitest';
import { makeDatabase, makeEmptyDatabase } from '../../test/setup/database.ts';
import { createTestHost } from '../src/testing/index.ts';
import { crmPlugins } from './crm-host.ts';

const COLUMNS = `
  select table_schema || '.' || table_name || '.' || column_name || ' ' || data_type as found
  from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema') order by 1`;
const INDEXES = `select indexdef as found from pg_indexes where schemaname = 'tessera' order by 1`;
const RIGHTS = `
  select relname || ' ' || relacl::text as found from pg_class
  where relnamespace = 'tessera'::regnamespace and relkind in ('r', 'p') order by 1`;
/** Of all tables but those that also tell how far the audit is sealed: a transaction of another test keeps the seal waiting. */
const ROWS = `
  select concat_ws(' ', table_name, (xpath('/row/count/text()',
    query_to_xml(format('select count(*) from tessera.%I', table_name), false, true, '')))[1]) as found
  from information_schema.tables where table_schema = 'tessera'
    and table_name not in ('schema_change', 'host', 'audit_seal', 'audit_sealed', 'audit_digest', 'audit_batch') order by 1`;

test('a first start on it leaves what one on an empty database leaves', async () => {
  const fresh = await started(await makeDatabase());
  const empty = await started(await makeEmptyDatabase());
  expect(fresh).toEqual(empty);
});

test('copies share no row of a workspace', async () => {
  const [one, other] = await Promise.all([makeDatabase(), makeDatabase()]);
  for (const database of [one, other]) {
    const rows = await found(database, [
      `select key as found from tessera.setting union all select id::text from tessera.role
       union all select id::text from tessera."user" union all select id::text from tessera.audit`,
    ]);
    expect(rows).toEqual([[]]);
  }
});

async function started(database: pg.PoolConfig): Promise<unknown> {
  const host = await createTestHost({ database, plugins: crmPlugins });
  await host.settle();
  await host.close();
  return found(database, [COLUMNS, INDEXES, RIGHTS, ROWS]);
}

async function found(database: pg.PoolConfig, queries: readonly string[]): Promise<unknown> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const answers: unknown[] = [];
    for (const query of queries) {
      const { rows } = await client.query<{ found: string }>(query);
      answers.push(rows.map((row) => row.found));
    }
    return answers;
  } finally {
    await client.end();
  }
}
