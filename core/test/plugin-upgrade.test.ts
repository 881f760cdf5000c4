import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  currentExecution,
  definePlugin,
  describePlugin,
  type EntityId,
  type InstalledPlugin,
} from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Factors, gain, gainNext, packaged, Reward } from './gain.ts';
import { Company, install, makeWorld, toy, type World } from './world.ts';

const by = { userId: null, name: 'Ann' };
const first = packaged(gain, '1.0.0');
const next = packaged(gainNext, '1.1.0');
const failing = (part: Partial<typeof gainNext>): InstalledPlugin =>
  packaged(definePlugin({ ...gainNext, ...part }), '1.2.0');

let world: World;
beforeEach(async () => {
  world = await makeWorld({ plugins: [install(toy, { id: 'toy' })] });
  await world.kernel.install(first, { by });
  await world.kernel.enable('gain', { by });
});
afterEach(async () => {
  await endLoad?.();
  await world?.close();
});
let endLoad: (() => Promise<number>) | undefined;

const status = () => world.kernel.plugins().find(({ manifest }) => manifest.id === 'gain');
const factor = () =>
  world.as(world.system, async () =>
    currentExecution().assembly.services('gain').get(Factors).factor(),
  );
/** Reads and writes companies without a pause until it is ended; answers how often. */
function load(): () => Promise<number> {
  let isOver = false;
  const turn = async (worker: number): Promise<number> => {
    let count = 0;
    for (; !isOver; count++) {
      await world.as(world.system, async () => {
        const companies = recordsOf()(Company);
        const made = await companies.create({ name: `Load ${worker} ${count}` });
        await companies.update(made.id, { employees: count });
        await companies.query({ limit: 20 });
      });
    }
    return count;
  };
  const workers = Promise.all([turn(1), turn(2)]);
  return (endLoad = async () => {
    isOver = true;
    return (await workers).reduce((sum, count) => sum + count, 0);
  });
}

test('an upgrade that renames and adds columns fails no request of another plugin, and keeps the data', async () => {
  const made = await world.as(world.system, async () => {
    await recordsOf()(Reward).create({ name: 'Old', factor: 7 });
    return recordsOf()(Company).create({ name: 'Acme', gain_level: 'high' } as never);
  });
  const end = load();
  await expect(world.kernel.upgrade(next, { by })).resolves.toMatchObject({
    state: 'active',
    running: '1.1.0',
    digest: 'gain-1.1.0',
  });
  await world.kernel.upgrade(first, { by });
  await world.kernel.upgrade(next, { by });
  expect(await end()).toBeGreaterThan(0);

  expect(await factor()).toBe(2);
  await world.as(world.system, async () => {
    expect(await recordsOf()(Company).get(made.id)).toMatchObject({ gain_grade: 'high' });
    const { records } = await recordsOf()('gain.reward' as EntityId).query();
    expect(new Map(records.map((one) => [one['name'], one['rate']]))).toEqual(
      new Map([
        ['Old', 7],
        ['Welcome', 3],
      ]),
    );
  });
});

test.each<readonly [what: string, version: InstalledPlugin, step: string]>([
  [
    'throws when it starts',
    failing({
      resources: [
        { name: 'wire', start: () => Promise.reject(new Error('cut')), stop: async () => {} },
      ],
    }),
    'start wire',
  ],
  [
    'has a service that cannot be made',
    failing({
      services: [
        {
          token: Factors,
          create: () => {
            throw new Error('no factors');
          },
        },
      ],
    }),
    'check',
  ],
  [
    'brings a seed that is refused',
    failing({ seeds: [{ entity: 'gain.reward', key: ['name'], rows: [{ name: null }] }] }),
    'seed',
  ],
])('a version that %s leaves the old one serving', async (_what, version, step) => {
  const reward = await world.as(world.system, () =>
    recordsOf()(Reward).create({ name: 'Old', factor: 7 }),
  );
  const end = load();
  await expect(world.kernel.upgrade(version, { by })).rejects.toMatchObject({
    code: 'CORE_PLUGIN_FAILED',
    details: { id: 'gain' },
  });
  expect(await end()).toBeGreaterThan(0);
  expect(status()).toMatchObject({
    state: 'active',
    running: '1.0.0',
    digest: 'gain-1.0.0',
    lastFailure: { version: '1.2.0', step },
  });
  expect(await factor()).toBe(1);
  await world.as(world.system, async () => {
    await recordsOf()(Reward).update(reward.id, { factor: 8 });
    expect(await recordsOf()(Reward).get(reward.id)).toMatchObject({ factor: 8 });
  });
  const [latest] = await world.kernel.history('gain', { limit: 1 });
  expect(latest).toMatchObject({
    step: 'upgrade',
    version: '1.2.0',
    by,
    error: expect.any(String),
  });
  // What has failed is no hindrance for the one that works.
  await expect(world.kernel.upgrade(next)).resolves.toMatchObject({ running: '1.1.0' });
  expect(status()?.lastFailure).toBeUndefined();
});

test('the old version ends what it has begun, then stops; the new one serves what comes meanwhile', async () => {
  const events: string[] = [];
  const noting = (version: string): InstalledPlugin =>
    packaged(
      definePlugin({
        ...gain,
        resources: [
          {
            name: 'note',
            start: async () => void events.push(`start ${version}`),
            stop: async () => void events.push(`stop ${version}`),
          },
        ],
      }),
      version,
    );
  await world.kernel.upgrade(noting('1.0.1'));
  const gate = Promise.withResolvers<void>();
  const long = world.as(world.system, async ({ assembly }) => {
    await gate.promise;
    await recordsOf()(Reward).create({ name: 'Late' });
    return assembly.instances.get('gain')?.manifest.version;
  });
  await world.kernel.upgrade(noting('1.0.2'));
  expect(events).toEqual(['start 1.0.1', 'start 1.0.2']);
  gate.resolve();
  expect(await long).toBe('1.0.1');
  expect(events).toEqual(['start 1.0.1', 'start 1.0.2', 'stop 1.0.1']);
});

test('a version that a dependant does not accept is refused, and named', async () => {
  const fan = install(definePlugin({}), { id: 'fan', requires: { gain: '^1.0' } });
  await world.kernel.install(fan);
  await world.kernel.enable('fan');
  const two = packaged(gainNext, '2.0.0');
  const plan = await world.kernel.planInstall(describePlugin(two.manifest, two.plugin));
  expect(plan.dependants).toEqual([{ id: 'fan', range: '^1.0', isBroken: true }]);
  await expect(world.kernel.upgrade(two)).rejects.toMatchObject({
    code: 'CORE_PLUGIN_BREAKS',
    message: expect.stringContaining('fan (^1.0)'),
  });
  await world.kernel.disable('fan');
  await expect(world.kernel.upgrade(two)).resolves.toMatchObject({ running: '2.0.0' });
  await expect(world.kernel.enable('fan')).rejects.toMatchObject({ code: 'CORE_PLUGIN_REQUIRES' });
});

test('the plan says what an upgrade does and changes nothing', async () => {
  const plan = await world.kernel.planInstall(describePlugin(next.manifest, next.plugin));
  expect(plan).toMatchObject({
    kind: 'upgrade',
    from: '1.0.0',
    to: '1.1.0',
    added: { permissions: ['gain.reward.grant'] },
    removed: { permissions: [] },
    faults: [],
  });
  expect(plan.statements.join('\n')).toContain('"note"');
  expect(status()?.running).toBe('1.0.0');
  const stranger = { ...next.manifest, engine: '^99', requires: { nobody: '^1' } };
  expect((await world.kernel.planInstall(describePlugin(stranger, next.plugin))).faults).toEqual([
    expect.stringContaining('^99'),
    'it requires nobody ^1, which is not installed',
  ]);
  const thief = { ...next.manifest, id: 'thief' };
  const { faults } = await world.kernel.planInstall(describePlugin(thief, gainNext));
  expect(faults.join('; ')).toContain('gain.reward.grant must begin with thief.');
});

test('what a version no longer declares stays until it is finalized', async () => {
  await world.as(world.system, () => recordsOf()(Reward).create({ name: 'Old', factor: 7 }));
  expect(await world.kernel.planFinalize('gain')).toEqual({ statements: [] });
  await world.kernel.upgrade(next);
  const { statements } = await world.kernel.finalize('gain', { by });
  expect(statements.join('\n')).toMatch(/drop column if exists "factor"/);
  expect(statements.join('\n')).toMatch(/drop column if exists "gain_level"/);
  expect(await world.kernel.finalize('gain')).toEqual({ statements: [] });
  const made = await world.as(world.system, () =>
    recordsOf()('gain.reward' as EntityId).create({ name: 'New', rate: 9 }),
  );
  expect(made).toMatchObject({ rate: 9 });
  await expect(world.pool.query('select factor from gain.reward')).rejects.toMatchObject({
    code: '42703',
  });
});

test('new settings make a new instance, and settings that it cannot start with change nothing', async () => {
  const settings = new Map<string, Record<string, unknown>>([['dial', { level: 1 }]]);
  const levels: unknown[] = [];
  const dial = install(
    definePlugin({
      resources: [
        {
          name: 'level',
          start: async (ctx) => {
            if (ctx.config['level'] === 13) throw new Error('not 13');
            levels.push(ctx.config['level']);
          },
          stop: async () => {},
        },
      ],
    }),
    { id: 'dial' },
  );
  const other = await makeWorld({
    plugins: [dial],
    kernel: { pluginSettings: async (id) => settings.get(id) ?? {} },
  });
  const level = () => other.kernel.assembly.instances.get('dial')?.config['level'];
  settings.set('dial', { level: 2 });
  expect(level()).toBe(1);
  await other.kernel.reconfigure('dial');
  expect(level()).toBe(2);
  settings.set('dial', { level: 13 });
  await expect(other.kernel.reconfigure('dial')).rejects.toMatchObject({
    code: 'CORE_PLUGIN_FAILED',
  });
  expect([level(), levels]).toEqual([2, [1, 2]]);
  await other.close();
});
