import { expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { addon, base } from './toy-plugins.ts';

const ROUNDS = 20;
const CALLERS = 4;

test('a plugin is switched 20 times under load: nobody else notices, no row changes, no event is lost', async () => {
  const host = await createTestHost({ database: await makeDatabase(), plugins: [base, addon] });
  const admin = host.as('administrator');
  for (let index = 0; index < 50; index++) {
    const made = await admin.post('/api/base/things', {
      name: `thing ${index}`,
      addon_tier: 'gold',
    });
    expect(made.status).toBe(201);
  }
  await host.settle();
  const before = await rowsOf(host);

  const url = await host.listen();
  const authorization = (await admin.authorization()) ?? '';
  const load = createLoad(url, authorization);
  const missed: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const off = await admin.post('/api/plugins/addon/disable');
    expect(off).toMatchObject({
      status: 200,
      body: { id: 'addon', wanted: 'disabled', state: 'disabled' },
    });
    expect((await admin.get('/api/addon/items')).status).toBe(404);
    expect((await admin.get('/api/base/things?_end=1')).body[0]).not.toHaveProperty('addon_tier');
    expect(fieldsOf((await admin.get('/api/meta')).body)).not.toContain('addon_tier');

    const made = await admin.post('/api/base/things', { name: `made while off ${round}` });
    expect(made.status).toBe(201);
    missed.push(made.body.id);

    const on = await admin.post('/api/plugins/addon/enable');
    expect(on).toMatchObject({
      status: 200,
      body: { id: 'addon', wanted: 'enabled', state: 'active' },
    });
    expect((await admin.get('/api/addon/items?_end=1')).status).toBe(200);
    expect(fieldsOf((await admin.get('/api/meta')).body)).toContain('addon_tier');
  }
  const { requests, failures } = await load.stop();
  expect(failures).toEqual([]);
  expect(requests).toBeGreaterThan(ROUNDS);

  expect(await rowsOf(host, before.ids)).toEqual(before);
  await host.settle();
  const { rows } = await host.kernel.database.pool.query(
    'select about from addon.item where about = any($1)',
    [missed],
  );
  expect(rows.map(({ about }) => String(about)).toSorted()).toEqual(missed.toSorted());
  await host.close();
}, 300_000);

/** Requests of one plugin without a pause, reading and writing. */
function createLoad(url: string, authorization: string) {
  const headers = { authorization, 'content-type': 'application/json' };
  const failures: string[] = [];
  let requests = 0;
  let isOn = true;
  const call = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, { ...init, headers });
    requests += 1;
    const text = await response.text();
    if (!response.ok) failures.push(`${init.method ?? 'GET'} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const caller = async (number: number): Promise<void> => {
    for (let turn = 0; isOn; turn++) {
      await call('/api/base/things?_end=10&_sort=name');
      const made = (await call('/api/base/things', {
        method: 'POST',
        body: JSON.stringify({ name: `load ${number}` }),
      })) as { id: string };
      await call(`/api/base/things/${made.id}`, {
        method: 'PATCH',
        body: JSON.stringify({ name: `load ${number} ${turn}` }),
      });
      await call(`/api/base/things/${made.id}`, { method: 'DELETE' });
      await call('/api/base/whoami');
    }
  };
  const callers = Array.from({ length: CALLERS }, (_, number) => caller(number));
  return {
    async stop() {
      isOn = false;
      await Promise.all(callers);
      return { requests, failures };
    },
  };
}

/** Every column of the rows that were there first, as PostgreSQL writes them. */
async function rowsOf({ kernel }: TestHost, ids?: readonly string[]) {
  const { pool } = kernel.database;
  const things = await pool.query(
    'select id, t::text as row from base.thing t where $1::uuid[] is null or id = any($1) order by id',
    [ids ?? null],
  );
  const known = things.rows.map(({ id }) => id as string);
  const items = await pool.query(
    'select t::text as row from addon.item t where about = any($1) order by id',
    [known],
  );
  return {
    ids: known,
    things: things.rows.map(({ row }) => row),
    items: items.rows.map(({ row }) => row),
  };
}

function fieldsOf(meta: { entities: { id: string; fields: { name: string }[] }[] }): string[] {
  return meta.entities.find(({ id }) => id === 'base.thing')?.fields.map(({ name }) => name) ?? [];
}
