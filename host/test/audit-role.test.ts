import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase, makeEmptyDatabase } from '../../test/setup/database.ts';
import { openDatabase, useDatabase, type HostDatabase } from '../src/database/database.ts';
import { asRuntimeRole, prepareRuntimeRole } from '../src/database/runtime-role.ts';
import { readConfiguration } from '../src/config.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';

let connection: pg.PoolConfig;
let host: TestHost;
let database: HostDatabase;
const warnings: string[] = [];
const log = {
  debug() {},
  info() {},
  warn: (message: string) => void warnings.push(message),
  error: (message: string) => void warnings.push(message),
};

beforeAll(async () => {
  connection = await makeDatabase();
  host = await createTestHost({ database: connection });
  // A second host on the same database has a pool as the first one has.
  database = await useDatabase(connection, log);
});
afterAll(async () => {
  await database.stop();
  await host.close();
});

const insert = `insert into tessera.audit (id, at, entity, record_id, action, actor_kind, actor_name, source, changes, plugin)
  values (gen_random_uuid(), now(), 'toy.thing', gen_random_uuid(), 'update', 'system', 'test', 'system', '{}', 'toy')`;

test('the host works as the role that only adds to the audit', async () => {
  const [one] = await host.kernel.database.query<{ name: string }>('select current_user as name');
  expect(one?.name).toBe('tessera_runtime');
  expect(database.runtimeRole).toEqual({ isOn: true });
  await host.kernel.database.query(insert);
  const [{ n } = { n: 0 }] = await host.kernel.database.query<{ n: number }>(
    'select count(*)::int as n from tessera.audit',
  );
  expect(n).toBeGreaterThan(0);
});

test.each(['audit', 'audit_default', 'audit_seal', 'audit_digest', 'audit_batch'])(
  'it cannot change, delete or empty tessera.%s',
  async (table) => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'tessera.audit'::regclass`,
    );
    expect(rows.length).toBeGreaterThan(12);
    const column =
      { audit_seal: 'rows', audit_digest: 'batch', audit_batch: 'batch' }[table] ?? 'actor_name';
    for (const statement of [
      `update tessera.${table} set ${column} = ${column}`,
      `delete from tessera.${table}`,
      `truncate tessera.${table}`,
      `drop table tessera.${table}`,
      `alter table tessera.${table} add column more text`,
    ])
      await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  },
);

test('nor any of the months', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'tessera.audit'::regclass`,
  );
  for (const { name } of rows) {
    for (const statement of [`delete from ${name}`, `update ${name} set actor_name = ''`])
      await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  }
});

test('tables that are made later are the role’s to work with', async () => {
  await host.kernel.addField('tessera.user', 'badge', { type: 'text' });
  const made = await host
    .as('administrator')
    .post('/api/tessera/users', { name: 'Ben', x_badge: '7' });
  expect(made.status).toBe(201);
  expect(made.body.x_badge).toBe('7');
});

test('a second preparation changes nothing, and many at once do not get into each other’s way', async () => {
  const fresh = await makeEmptyDatabase();
  const prepared = await Promise.all(Array.from({ length: 6 }, () => prepareRuntimeRole(fresh)));
  expect(prepared).toEqual(Array.from({ length: 6 }, () => ({ isOn: true })));
});

test('a login that may make no roles goes on without, and is told why', async () => {
  const name = `poor_${Date.now()}`;
  const admin = new pg.Client({ ...connection });
  await admin.connect();
  await admin.query(`create role ${name} login password 'poor'`);
  const role = await prepareRuntimeRole({ ...connection, user: name, password: 'poor' });
  expect(role).toMatchObject({
    isOn: false,
    reason: expect.stringMatching(/GRANT tessera_runtime/),
  });
  await admin.query(`drop role ${name}`);
  await admin.end();
});

test('past a pooler it goes by the login, with a warning', async () => {
  const { host: server, port, user, password, database: name } = connection;
  const address = `postgres://${user}:${encodeURIComponent(String(password ?? ''))}@${encodeURIComponent(String(server))}:${port}/${name}`;
  const opened = await openDatabase(
    readConfiguration({ DATABASE_URL: address, DATABASE_DIRECT_URL: address }),
    log,
  );
  expect(opened.runtimeRole).toMatchObject({ isOn: false });
  expect(warnings.join()).toContain('append-only');
  await opened.stop();
});

test('options that an address brings stay', () => {
  const address = 'postgres://me@db.example.com/crm?options=-c%20search_path%3Dx&sslmode=require';
  const config = asRuntimeRole({ connectionString: address });
  expect(config.options).toBe('-c search_path=x -c role=tessera_runtime');
  expect(config.connectionString).toBe('postgres://me@db.example.com/crm?sslmode=require');
  expect(asRuntimeRole({ host: 'db' }).options).toContain('-c role=tessera_runtime');
});

test('the answer about the seals says whether the database holds the audit to be append-only', async () => {
  const answer = await host.as('administrator').get('/api/audit/seals');
  expect(answer.body.appendOnly).toEqual({ isOn: true });
});
