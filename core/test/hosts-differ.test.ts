import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeEmptyDatabase } from '../../test/setup/database.ts';
import { definePlugin, type InstalledPlugin, type StoredPlugin } from '../src/index.ts';
import { gain, gainNext, packaged } from './gain.ts';
import { install, makeWorld, toy, type World } from './world.ts';

let pool: pg.Pool;
let first: World;
let second: World;
/** What the second host cannot load, and whether its leg holds. */
const missing = new Set<string>();
let isLame = false;
const packages = new Map<string, InstalledPlugin>();
const open = (hostName: string) => {
  const leg = {
    name: 'leg',
    start: async () => {
      if (isLame && hostName === 'two') throw new Error('it stumbled');
    },
    stop: async () => {},
  };
  return makeWorld({
    pool,
    plugins: [
      install(toy, { id: 'toy' }),
      install(definePlugin({ resources: [leg] }), { id: 'runner' }),
      install({}, { id: 'other' }),
    ],
    kernel: {
      hostName,
      load: async ({ digest }: StoredPlugin) => {
        const found = packages.get(digest);
        if (!found || (hostName === 'two' && missing.has(digest)))
          throw new Error(`no package ${digest}`);
        return found;
      },
    },
  });
};
beforeAll(async () => {
  pool = new pg.Pool({ ...(await makeEmptyDatabase()), max: 20 });
  first = await open('one');
  second = await open('two');
  for (const plugin of [packaged(gain, '1.0.0'), packaged(gainNext, '1.1.0')])
    packages.set(plugin.digest as string, plugin);
});
afterAll(async () => {
  await first?.close();
  await second?.close();
  await pool?.end();
});

const stateOf = ({ kernel }: World, id: string) =>
  kernel.plugins().find(({ manifest }) => manifest.id === id)?.state;
const running = ({ kernel }: World, id: string) =>
  kernel.assembly.instances.get(id)?.manifest.version;
const until = (check: () => unknown) =>
  vi.waitFor(async () => expect(await check()).toBe(true), { timeout: 60_000 });
const bothServe = () => until(() => first.kernel.assembly.number === second.kernel.assembly.number);

test('columns stay while a host serves another version than the one that is installed', async () => {
  await first.kernel.install(packaged(gain, '1.0.0'));
  await first.kernel.enable('gain');
  await until(() => running(second, 'gain') === '1.0.0');
  missing.add('gain-1.1.0');
  await first.kernel.upgrade(packages.get('gain-1.1.0') as InstalledPlugin);
  await bothServe();
  expect([running(first, 'gain'), running(second, 'gain')]).toEqual(['1.1.0', '1.0.0']);
  // It has followed, but with the version of before.
  await until(async () =>
    (await first.kernel.hosts()).some(({ host, isReady }) => host === 'two' && !isReady),
  );
  const still = { code: 'CORE_PLUGIN_STILL_SERVED', message: expect.stringContaining('two') };
  await expect(first.kernel.finalize('gain')).rejects.toMatchObject(still);
  // There the columns that only the next version has would go.
  await expect(second.kernel.finalize('gain')).rejects.toMatchObject(still);
  const { rows } = await pool.query('select factor, rate, note from gain.reward');
  expect(rows).toHaveLength(1);
});

test('a package that comes once more to a host that could not load it stays enabled everywhere', async () => {
  await second.kernel.install(packages.get('gain-1.1.0') as InstalledPlugin);
  expect(stateOf(second, 'gain')).toBe('active');
  await bothServe();
  await until(() => running(first, 'gain') === '1.1.0' && running(second, 'gain') === '1.1.0');
  expect((await first.kernel.finalize('gain')).statements).not.toEqual([]);
});

test('what fails on one host runs on the others, whatever is changed on that one', async () => {
  isLame = true;
  await first.kernel.disable('runner');
  await until(() => stateOf(second, 'runner') === 'disabled');
  await first.kernel.enable('runner');
  await until(() => stateOf(second, 'runner') === 'failed');
  await second.kernel.disable('other');
  const [old, next] = ['1.0.0', '1.0.1'].map((version) => packaged({}, version, 'late'));
  for (const plugin of [old, next])
    packages.set(plugin?.digest as string, plugin as InstalledPlugin);
  await second.kernel.install(old as InstalledPlugin);
  await second.kernel.enable('late');
  await second.kernel.upgrade(next as InstalledPlugin);
  await expect(second.kernel.enable('runner')).rejects.toMatchObject({
    code: 'CORE_PLUGIN_FAILED',
  });
  await bothServe();
  expect(stateOf(first, 'runner')).toBe('active');
  await first.kernel.enable('other');
  expect(stateOf(first, 'runner')).toBe('active');

  // What is not wanted any more is no fault of the host.
  await first.kernel.disable('runner');
  await until(() => stateOf(second, 'runner') === 'disabled');
  await vi.waitFor(
    async () =>
      expect(await first.kernel.hosts()).toMatchObject([{ isReady: true }, { isReady: true }]),
    { timeout: 60_000 },
  );
});
