import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  makeWorkspace,
  MANY_STARTS,
  PATIENCE,
  until,
  type HostProcess,
  type Workspace,
} from './host-process.ts';
import { DESK, thingPackage } from './host-toys.ts';

let workspace: Workspace;
/** The host that is killed, and the one that looks on. */
let doomed: HostProcess;
let isDead = false;
let witness: HostProcess;
let client: pg.PoolClient;
beforeAll(async () => {
  workspace = await makeWorkspace({ desk: DESK });
  witness = await workspace.open('witness');
  client = await workspace.pool.connect();
  await startAgain();
});
beforeEach(async () => {
  await client.query('rollback');
  if (isDead) await startAgain();
});
afterAll(async () => {
  client?.release();
  await workspace?.close();
});

const install = (host: HostProcess, digest: string) =>
  host.post(`/api/plugins/packages/${digest}/install`, { consent: true });

/** A statement that is to wait, and the table that somebody else holds meanwhile. */
interface Point {
  readonly id: string;
  readonly table: string;
  readonly statement: string;
}

/** Does the work on the doomed host, and kills it when it waits in that statement. */
async function killAt({ table, statement }: Point, work: () => Promise<unknown>): Promise<void> {
  await client.query(`begin; lock table ${table} in share mode`);
  const {
    rows: [holder],
  } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const answered = work().then(
    () => 'answered',
    () => 'cut off',
  );
  await vi.waitFor(
    async () => {
      const { rows } = await workspace.pool.query(
        `select query from pg_stat_activity where application_name = 'doomed' and $1 = any(pg_blocking_pids(pid))`,
        [holder?.pid],
      );
      const queries = rows.map(({ query }) => String(query));
      expect(queries.some((query) => query.includes(statement))).toBe(true);
    },
    { ...PATIENCE, interval: 5 },
  );
  expect(await witness.get('/api/desk/hello')).toMatchObject({ status: 200 });
  await killDoomed();
  expect(await answered).toBe('cut off');
  await client.query('rollback');
}

/** A host of the same name on the same data folder, as it is started again after it died. */
async function startAgain(): Promise<void> {
  doomed = await workspace.open('doomed');
  isDead = false;
}

async function killDoomed(): Promise<void> {
  isDead = true;
  await doomed.kill();
}

/** What there is of a plugin: its row, its entry in the catalog, the ledger's, the shape of its table, and the table with its columns. */
async function tracesOf(id: string): Promise<Record<string, unknown>> {
  const { rows } = await workspace.pool.query(
    `select
      (select version from tessera.plugin where id = $1) as version,
      (select wanted from tessera.plugin where id = $1) as wanted,
      (select count(*)::int from tessera.catalog where plugin = $1) as catalog,
      (select count(*)::int from tessera.schema_change where position($1 || '.thing' in replace(replace(statements::text, '\\', ''), '"', '')) > 0) as ledger,
      (select count(*)::int from tessera.schema_table where name = $1 || '.thing') as shape,
      (select coalesce(array_agg(attname::text order by attname), '{}') from pg_attribute
        where attrelid = to_regclass($1 || '.thing') and attnum > 0 and not attisdropped) as columns`,
    [id],
  );
  return rows[0];
}

const NOTHING = { version: null, wanted: null, catalog: 0, ledger: 0, shape: 0, columns: [] };
const WHOLE = {
  version: '1.0.0',
  catalog: 1,
  ledger: 1,
  shape: 1,
  columns: expect.arrayContaining(['id', 'name']),
};

async function expectServed(id: string, version: string): Promise<void> {
  for (const host of [witness, doomed])
    await until(() => host.get(`/api/${id}/state`), { status: 200, body: { version } });
  expect(await witness.get(`/api/${id}/things`)).toMatchObject({ body: [{ name: 'The first' }] });
}

/** Each kill takes seconds: all of them in the full run, the last two of each kind in every run. */
function some<Point>(points: readonly Point[]): readonly Point[] {
  return process.env['TESSERA_TEST_FULL'] === '1' ? points : points.slice(-2);
}

test.each(
  some([
    {
      id: 'ledger',
      table: 'tessera.schema_change',
      statement: 'insert into tessera.schema_change',
      traces: NOTHING,
    },
    {
      id: 'catalog',
      table: 'tessera.catalog',
      statement: 'insert into tessera.catalog',
      traces: NOTHING,
    },
    {
      id: 'row',
      table: 'tessera.plugin',
      statement: 'insert into tessera.plugin',
      traces: NOTHING,
    },
    {
      id: 'number',
      table: 'tessera.assembly',
      statement: 'update tessera.assembly',
      traces: NOTHING,
    },
    // Its tables and its row are there by now, and no host serves them yet.
    {
      id: 'subscription',
      table: 'tessera.subscription',
      statement: 'insert into tessera.subscription',
      traces: WHOLE,
    },
    {
      id: 'note',
      table: 'tessera.plugin_history',
      statement: 'insert into tessera.plugin_history',
      traces: WHOLE,
    },
  ]),
)(
  'killed while it installs (“$statement”): done or not begun, and the other does it at once',
  MANY_STARTS,
  async ({ traces, ...point }) => {
    const { id } = point;
    const digest = await doomed.upload(thingPackage({ id, version: '1.0.0' }));
    await killAt(point, () => install(doomed, digest));
    expect(await tracesOf(id)).toMatchObject(traces);
    if (traces === WHOLE) await until(() => witness.get(`/api/plugins/${id}`), { status: 200 });

    expect(await install(witness, digest)).toMatchObject({
      status: 200,
      body: { state: 'disabled' },
    });
    expect(await witness.post(`/api/plugins/${id}/enable`)).toMatchObject({
      body: { state: 'active' },
    });
    expect(await tracesOf(id)).toMatchObject({ ...WHOLE, wanted: 'enabled' });
    await startAgain();
    await expectServed(id, '1.0.0');
  },
);

async function installOnBoth(id: string): Promise<void> {
  await install(witness, await witness.upload(thingPackage({ id, version: '1.0.0' })));
  await witness.post(`/api/plugins/${id}/enable`);
  await expectServed(id, '1.0.0');
}

test.each(
  some([
    { id: 'altering', table: 'altering.thing', statement: 'alter table "altering"' },
    {
      id: 'noting',
      table: 'tessera.plugin_history',
      statement: 'insert into tessera.plugin_history',
    },
    { id: 'writing', table: 'tessera.plugin', statement: 'update tessera.plugin' },
    { id: 'counting', table: 'tessera.assembly', statement: 'update tessera.assembly' },
  ]),
)(
  'killed while it upgrades (“$statement”): the old version serves, and the other upgrades at once',
  MANY_STARTS,
  async (point) => {
    const { id } = point;
    await installOnBoth(id);
    const next = await doomed.upload(thingPackage({ id, version: '1.1.0', hasSize: true }));
    await killAt(point, () => install(doomed, next));
    expect(await witness.get(`/api/${id}/state`)).toMatchObject({ body: { version: '1.0.0' } });
    expect(await witness.plugin(id)).toMatchObject({ running: '1.0.0', state: 'active' });
    expect(await tracesOf(id)).toMatchObject({ version: '1.0.0', catalog: 1, shape: 1 });
    expect((await witness.post(`/api/${id}/things`, { name: 'The second' })).status).toBe(201);

    expect(await install(witness, next)).toMatchObject({
      status: 200,
      body: { state: 'active', running: '1.1.0' },
    });
    expect((await tracesOf(id))['columns']).toContain('size');
    await startAgain();
    for (const host of [witness, doomed])
      await until(() => host.get(`/api/${id}/state`), { body: { version: '1.1.0' } });
    const { body } = await doomed.get(`/api/${id}/things`);
    expect(body).toHaveLength(2);
  },
);

test.each(
  some([
    { id: 'seeding', table: 'seeding.thing', statement: 'insert into "seeding"' },
    { id: 'swapping', table: 'tessera.assembly', statement: 'update tessera.assembly' },
  ]),
)(
  'killed while it enables (“$statement”): it is off, and the other enables it',
  MANY_STARTS,
  async (point) => {
    const { id } = point;
    const digest = await doomed.upload(thingPackage({ id, version: '1.0.0' }));
    await install(doomed, digest);
    await killAt(point, () => doomed.post(`/api/plugins/${id}/enable`));
    expect(await tracesOf(id)).toMatchObject({ ...WHOLE, wanted: 'disabled' });
    expect((await witness.get(`/api/${id}/state`)).status).toBe(404);
    await startAgain();
    expect(await doomed.plugin(id)).toMatchObject({ wanted: 'disabled', state: 'disabled' });
    expect(await witness.post(`/api/plugins/${id}/enable`)).toMatchObject({
      body: { state: 'active' },
    });
    await expectServed(id, '1.0.0');
  },
);

test(
  'an onlooker that is killed holds up no install, and has it when it comes back',
  MANY_STARTS,
  async () => {
    const digest = await witness.upload(thingPackage({ id: 'lonely', version: '1.0.0' }));
    await client.query('begin; lock table tessera.catalog in share mode');
    const installed = install(witness, digest);
    await killDoomed();
    await client.query('rollback');
    expect(await installed).toMatchObject({ status: 200, body: { state: 'disabled' } });
    expect(await witness.post('/api/plugins/lonely/enable')).toMatchObject({
      body: { state: 'active' },
    });
    await startAgain();
    await expectServed('lonely', '1.0.0');
  },
);
