import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeEmptyDatabase } from '../../test/setup/database.ts';
import {
  clearStarting,
  countCrashes,
  createDatabase,
  markStarting,
  type Database,
} from '../src/index.ts';
import { install, makeWorld, toy, type World } from './world.ts';

let pool: pg.Pool;
let database: Database;
beforeEach(async () => {
  pool = new pg.Pool({ ...(await makeEmptyDatabase()), max: 10 });
  database = createDatabase(pool);
});
afterEach(() => pool?.end());

const HOST = 'one';
/** A boot of the host; with `crash`, what the process left when it ended while it started the plugin. */
const boot = (): Promise<World> =>
  makeWorld({
    pool,
    plugins: [install(toy, { id: 'toy' }), install({}, { id: 'brittle' })],
    kernel: { hostName: HOST },
  });
/** What a process leaves behind that ends while it starts a plugin. */
const crash = async (id: string): Promise<void> => {
  expect(await countCrashes(database, HOST)).toEqual(new Set());
  await markStarting(database, id, HOST);
};
const brittle = (world: World) =>
  world.kernel.plugins().find(({ manifest }) => manifest.id === 'brittle');

test('the third boot that ends in a plugin puts it in quarantine, until it is released', async () => {
  await (await boot()).close();
  for (let turn = 0; turn < 3; turn++) await crash('brittle');
  const world = await boot();
  expect(brittle(world)).toMatchObject({
    state: 'quarantined',
    wanted: 'enabled',
    crashes: 3,
    reason: expect.stringContaining('ended 3 times'),
  });
  expect([...world.kernel.assembly.instances.keys()]).toEqual(['tessera', 'toy']);
  await expect(world.kernel.enable('brittle')).rejects.toMatchObject({
    code: 'CORE_PLUGIN_QUARANTINED',
  });
  await world.close();
  // The host is told before it imports anything.
  expect(await countCrashes(database, HOST)).toEqual(new Set(['brittle']));

  const again = await boot();
  await expect(again.kernel.release('brittle')).resolves.toMatchObject({
    state: 'disabled',
    crashes: 0,
  });
  await expect(again.kernel.enable('brittle')).resolves.toMatchObject({ state: 'active' });
  await again.close();
});

test('two crashes and a boot that stays up are forgiven', async () => {
  await (await boot()).close();
  await crash('brittle');
  await crash('brittle');
  const world = await boot();
  expect(brittle(world)).toMatchObject({ state: 'active', crashes: 2 });
  await world.close();
  await crash('brittle');
  const next = await boot();
  expect(brittle(next)).toMatchObject({ state: 'active', crashes: 1 });
  await next.close();
});

test('the mark of a host that lives counts nothing; a step that ended leaves none', async () => {
  await (await boot()).close();
  await markStarting(database, 'brittle', 'other');
  expect(await countCrashes(database, HOST)).toEqual(new Set());
  await markStarting(database, 'brittle', HOST);
  await clearStarting(database, 'brittle', HOST);
  const world = await boot();
  expect(brittle(world)).toMatchObject({ state: 'active', crashes: 0 });
  await world.close();
  await pool.query(`update tessera.plugin_start set at = now() - interval '2 minutes'`);
  await countCrashes(database, HOST);
  const next = await boot();
  expect(brittle(next)?.crashes).toBe(1);
  await next.close();
});

test('before there is a workspace nothing is marked and nothing is counted', async () => {
  await markStarting(database, 'brittle', HOST);
  expect(await countCrashes(database, HOST)).toEqual(new Set());
  await clearStarting(database, 'brittle', HOST);
});
