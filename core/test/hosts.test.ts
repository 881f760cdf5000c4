import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeEmptyDatabase } from '../../test/setup/database.ts';
import {
  definePlugin,
  type InstalledPlugin,
  Role,
  Team,
  text,
  User,
  type Resource,
  type StoredPlugin,
  type WorkspaceSettings,
} from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { gain, gainNext, packaged, Reward } from './gain.ts';
import { Company, extra, install, makeWorld, settings, toy, type World } from './world.ts';

let pool: pg.Pool;
let first: World;
let second: World;
let stored: WorkspaceSettings = settings;
let connection: pg.PoolConfig;
/** What the hosts can load, by digest. */
const packages = new Map<string, InstalledPlugin>();
const load = async ({ digest }: StoredPlugin): Promise<InstalledPlugin> => {
  const found = packages.get(digest);
  if (!found) throw new Error(`no package ${digest}`);
  return found;
};
const open = (hostName: string, own = pool) =>
  makeWorld({ pool: own, readSettings: async () => stored, kernel: { hostName, load } });
beforeAll(async () => {
  connection = await makeEmptyDatabase();
  pool = new pg.Pool({ ...connection, max: 20 });
  first = await open('one');
  second = await open('two');
  await untilBothServe(() => true);
});
afterAll(async () => {
  await first?.close();
  await second?.close();
  await pool?.end();
});

/** What another host made is served here, under the same number. */
const untilBothServe = (check: (world: World) => unknown) =>
  vi.waitFor(
    () => {
      expect(second.kernel.assembly.number).toBe(first.kernel.assembly.number);
      expect([check(first), check(second)]).toEqual([true, true]);
    },
    { timeout: 60_000 },
  );

test('a plugin that is switched on one host is switched on the others, and nobody answers for ever', async () => {
  await first.kernel.disable('extra');
  await untilBothServe(({ kernel }) => !kernel.assembly.instances.has('extra'));
  await second.kernel.enable('extra');
  await untilBothServe(({ kernel }) => kernel.assembly.instances.has('extra'));

  const { number } = first.kernel.assembly;
  await first.kernel.applySettings(settings);
  await untilBothServe(({ kernel }) => kernel.assembly.number === number + 1);
  // Both have followed; what either still had to tell would have made another assembly by now.
  await second.kernel.addField('toy.company', 'mark', { type: 'text' });
  await untilBothServe(
    ({ kernel }) => kernel.assembly.models.get('toy.company')?.fields.has('x_mark') ?? false,
  );
  expect(first.kernel.assembly.number).toBe(number + 2);
});

test('a field and a setting that one host is given are there on the others', async () => {
  await first.kernel.addField('toy.company', 'nickname', { type: 'text' });
  await untilBothServe(
    ({ kernel }) => kernel.assembly.models.get('toy.company')?.fields.has('x_nickname') ?? false,
  );
  const made = await second.as(second.system, () =>
    recordsOf()(Company).create({ name: 'Acme', x_nickname: 'Ac' } as never),
  );
  expect(made).toMatchObject({ x_nickname: 'Ac' });

  stored = { ...settings, timeZone: 'Asia/Shanghai' };
  await second.kernel.applySettings(stored);
  await untilBothServe(({ kernel }) => kernel.assembly.settings.timeZone === 'Asia/Shanghai');
});

test('a lost connection is made again, and what was missed is caught up', async () => {
  const { rowCount } = await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()`,
  );
  expect(rowCount).toBe(2);
  await first.kernel.disable('extra');
  await untilBothServe(({ kernel }) => !kernel.assembly.instances.has('extra'));
  await first.kernel.enable('extra');
  await untilBothServe(({ kernel }) => kernel.assembly.instances.has('extra'));
});

const running = (world: World) => world.kernel.assembly.instances.get('gain')?.manifest.version;

test('what one host installs and upgrades is loaded and served by the others; what is dropped waits for them', async () => {
  const one = packaged(gain, '1.0.0');
  const two = packaged(gainNext, '1.1.0');
  for (const plugin of [one, two]) packages.set(plugin.digest as string, plugin);
  await first.kernel.install(one);
  // Installed there, enabled here: the package comes on the way.
  await second.kernel.enable('gain');
  await untilBothServe((world) => running(world) === '1.0.0');
  const made = await first.as(first.system, () =>
    recordsOf()(Reward).create({ name: 'First', factor: 5 }),
  );

  // The second still answers a request in the assembly of before.
  const gate = Promise.withResolvers<void>();
  const long = second.as(second.system, async () => {
    await gate.promise;
    return recordsOf()(Reward).get(made.id);
  });
  await first.kernel.upgrade(two);
  await untilBothServe((world) => running(world) === '1.1.0');
  await expect(first.kernel.finalize('gain')).rejects.toMatchObject({
    code: 'CORE_PLUGIN_STILL_SERVED',
    message: expect.stringContaining('two'),
  });
  gate.resolve();
  expect(await long).toMatchObject({ factor: 5 });
  // The next swap, or heartbeat, tells that it has left.
  await second.kernel.applySettings(stored);
  const { statements } = await first.kernel.finalize('gain');
  expect(statements).not.toEqual([]);
  expect(await first.kernel.hosts()).toMatchObject([
    { host: 'one', isReady: true },
    { host: 'two', isReady: true },
  ]);
});

test('a host that cannot load what another serves says so, and the other serves on', async () => {
  await first.kernel.install(packaged(gain, '1.2.0'));
  await vi.waitFor(
    async () => {
      expect(await first.kernel.hosts()).toMatchObject([
        { host: 'one', isReady: true },
        { host: 'two', isReady: false, reason: expect.stringContaining('no package gain-1.2.0') },
      ]);
    },
    { timeout: 60_000 },
  );
  expect(running(first)).toBe('1.2.0');
  await first.kernel.upgrade(packages.get('gain-1.1.0') as InstalledPlugin);
  await untilBothServe((world) => running(world) === '1.1.0');
  // It says so after it serves.
  await vi.waitFor(
    async () =>
      expect(await first.kernel.hosts()).toMatchObject([{ isReady: true }, { isReady: true }]),
    { timeout: 60_000 },
  );
});

test('a host that starts late loads what the others have', async () => {
  const third = await open('three');
  const version = running(third);
  await third.close();
  expect(version).toBe('1.1.0');
});

test('a host that is killed in the middle of an install has not begun; the others install and serve', async () => {
  const own = new pg.Pool({ ...connection, max: 10, application_name: 'doomed' });
  own.on('error', () => {});
  const doomed = await open('doomed', own);
  const plugin = { ...packaged(gain, '1.0.0', 'gift') };
  const gift = { ...plugin, plugin: { extends: { 'toy.company': { bow: text() } } } };
  packages.set('gift-1.0.0', gift);
  const reader = await pool.connect();
  await reader.query('begin; lock table toy.company in access share mode');
  const installed = doomed.kernel.install(gift).then(
    () => 'done',
    () => 'killed',
  );
  await vi.waitFor(
    async () => {
      const { rows } = await pool.query(
        `select from pg_stat_activity where application_name = 'doomed' and query like 'alter table "toy"%' and state = 'active'`,
      );
      expect(rows).toHaveLength(1);
    },
    { timeout: 60_000, interval: 5 },
  );
  const ended = own.end().catch(() => {});
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed'`,
  );
  expect(await installed).toBe('killed');
  await reader.query('rollback');
  reader.release();
  const { rows } = await pool.query(
    `select id from tessera.plugin where id = 'gift' union all
     select attname from pg_attribute where attrelid = 'toy.company'::regclass and attname = 'gift_bow'`,
  );
  expect(rows).toEqual([]);
  await first.kernel.install(gift);
  await first.kernel.enable('gift');
  await untilBothServe(({ kernel }) => kernel.assembly.instances.has('gift'));
  await doomed.kernel.stop().catch(() => {});
  await ended;
});

test('a kernel that cannot be opened gives every connection back', async () => {
  const other = new pg.Pool({ ...(await makeEmptyDatabase()), max: 5 });
  const stumbling: Resource = {
    name: 'stumbling',
    start: () => Promise.reject(new Error('it stumbled')),
    stop: async () => {},
  };
  const platform = install(
    { entities: [User, Team, Role], resources: [stumbling] },
    { id: 'tessera' },
  );
  await expect(makeWorld({ pool: other, platform })).rejects.toThrow('it stumbled');
  await vi.waitFor(() => expect(other.totalCount - other.idleCount).toBe(0), { timeout: 60_000 });
  await other.end();
});

test('seeds are made once, and only where they are missing', async () => {
  const other = new pg.Pool({ ...(await makeEmptyDatabase()), max: 5 });
  const rows = Array.from({ length: 150 }, (_, index) => ({ name: `Seed ${index}` }));
  const children = [
    { name: 'Child', parent: { $ref: { entity: 'toy.company', field: 'name', value: 'Seed 7' } } },
  ];
  const company = (seeds: typeof rows) => ({
    entity: 'toy.company' as const,
    key: ['name'],
    rows: seeds,
  });
  const seeding = install(
    definePlugin({ seeds: [company(rows), company([...rows.slice(0, 3), ...children] as never)] }),
    {
      id: 'seeding',
      requires: { toy: '^1' },
    },
  );
  const world = await makeWorld({
    pool: other,
    plugins: [
      install(toy, { id: 'toy' }),
      install(extra, { id: 'extra', requires: { toy: '^1' } }),
      seeding,
    ],
  });
  expect(
    world.kernel.plugins().map(({ manifest, state, reason }) => [manifest.id, state, reason]),
  ).toEqual([
    ['toy', 'active', undefined],
    ['extra', 'active', undefined],
    ['seeding', 'active', undefined],
  ]);
  await world.as(world.system, async () => {
    expect(await recordsOf()(Company).count()).toBe(151);
    const [child] = (await recordsOf()(Company).query({ filter: { name: 'Child' } as never }))
      .records;
    const [parent] = (await recordsOf()(Company).query({ filter: { name: 'Seed 7' } as never }))
      .records;
    expect(child).toMatchObject({ parent: parent?.id });
  });
  await world.close();
  await other.end();
});
