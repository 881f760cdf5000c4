import { afterEach, expect, test } from 'vitest';
import {
  definePlugin,
  when,
  type EventMessage,
  type Plugin,
  type RecordEvent,
  type Resource,
} from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { gain, packaged, Reward } from './gain.ts';
import { Company, install, makeWorld, toy, type World } from './world.ts';

const by = { userId: '018f4e2a-0000-7000-8000-000000000001', name: 'Ann' };
const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0).toReversed()) await world.close();
});
async function open(options: Parameters<typeof makeWorld>[0] = {}): Promise<World> {
  const world = await makeWorld({ plugins: [install(toy, { id: 'toy' })], ...options });
  worlds.push(world);
  return world;
}
const stateOf = ({ kernel }: World, id: string) =>
  kernel.plugins().find(({ manifest }) => manifest.id === id)?.state;
const company = (world: World, name: string) =>
  world.as(world.system, () => recordsOf()(Company).create({ name }));

test('a plugin is installed, enabled, disabled and removed while others are served; its history says by whom', async () => {
  const world = await open();
  const { kernel } = world;
  const plugin = packaged(gain, '1.0.0');
  await expect(kernel.install(plugin, { by })).resolves.toMatchObject({
    state: 'disabled',
    wanted: 'disabled',
    origin: 'package',
    digest: 'gain-1.0.0',
  });
  // The same package again does nothing.
  const { number } = kernel.assembly;
  await kernel.install(plugin, { by });
  expect(kernel.assembly.number).toBe(number);

  await expect(kernel.remove('toy')).rejects.toMatchObject({ code: 'CORE_PLUGIN_ENABLED' });
  await kernel.enable('gain', { by });
  await world.as(world.system, () => recordsOf()(Reward).create({ name: 'Kept' }));
  await expect(kernel.remove('gain')).rejects.toMatchObject({ code: 'CORE_PLUGIN_ENABLED' });
  await expect(kernel.purge('gain')).rejects.toMatchObject({ code: 'CORE_PLUGIN_ENABLED' });
  await kernel.disable('gain', { by });
  await kernel.remove('gain', { by });
  expect(stateOf(world, 'gain')).toBe('removed');
  await expect(kernel.enable('gain')).rejects.toMatchObject({ code: 'CORE_PLUGIN_REJECTED' });

  await kernel.install(plugin);
  await kernel.enable('gain');
  const kept = await world.as(world.system, () => recordsOf()(Reward).query());
  expect(kept.records.map(({ name }) => name)).toEqual(['Kept']);

  const history = await kernel.history('gain');
  expect(history.map(({ step }) => step)).toEqual([
    'enable',
    'check',
    'seed',
    'start',
    'install',
    'remove',
    'disable',
    'enable',
    'check',
    'seed',
    'start',
    'install',
  ]);
  expect(history.filter((step) => step.by?.name === 'Ann')).toHaveLength(7);
  expect(
    history.every(({ host, error, milliseconds }) => host && error === null && milliseconds >= 0),
  ).toBe(true);
  const [second] = await kernel.history('gain', { limit: 1, before: history[0]?.id });
  expect(second).toEqual(history[1]);
});

test('a purge takes the data, and leaves the code of a plugin that is installed', async () => {
  const world = await open();
  await world.kernel.install(packaged(gain, '1.0.0'));
  await world.kernel.enable('gain');
  await world.as(world.system, () => recordsOf()(Reward).create({ name: 'Gone' }));
  await world.kernel.disable('gain');
  expect((await world.kernel.planPurge('gain')).rows).toEqual([
    { entity: 'gain.reward', count: 1 },
  ]);
  await world.kernel.purge('gain', { by });
  expect(stateOf(world, 'gain')).toBe('disabled');
  await world.kernel.enable('gain');
  expect((await world.as(world.system, () => recordsOf()(Reward).query())).records).toEqual([]);
});

test('a blocked plugin comes up by itself when what it needs is there', async () => {
  const waiting = install({}, { id: 'waiting', requires: { gain: '^1.1' } });
  const world = await open({ plugins: [install(toy, { id: 'toy' }), waiting] });
  expect(stateOf(world, 'waiting')).toBe('blocked');
  await world.kernel.install(packaged(gain, '1.0.0'));
  await world.kernel.enable('gain');
  expect(world.kernel.plugins().find(({ manifest }) => manifest.id === 'waiting')).toMatchObject({
    state: 'blocked',
    reason: expect.stringContaining('gain ^1.1, and 1.0.0 is installed'),
  });
  await world.kernel.upgrade(packaged(gain, '1.1.0'));
  expect(stateOf(world, 'waiting')).toBe('active');
  expect((await world.kernel.impact('gain', 'disable')).plugins).toEqual(['waiting']);
});

test('one that waited and fails stays out, and does not stop what it waited for', async () => {
  const stumbling: Resource = {
    name: 'leg',
    start: () => Promise.reject(new Error('it stumbled')),
    stop: async () => {},
  };
  const waiting = install({ resources: [stumbling] }, { id: 'waiting', requires: { gain: '^1' } });
  const world = await open({ plugins: [install(toy, { id: 'toy' }), waiting] });
  await world.kernel.install(packaged(gain, '1.0.0'));
  await expect(world.kernel.enable('gain')).resolves.toMatchObject({ state: 'active' });
  expect(stateOf(world, 'waiting')).toBe('failed');
  await expect(world.kernel.release('waiting')).resolves.toMatchObject({
    state: 'disabled',
    wanted: 'disabled',
  });
});

const heard: string[] = [];
const since: string[] = [];
const listener: Plugin = definePlugin({
  events: [
    when(Company, 'created', (_ctx, message: EventMessage<RecordEvent>) => {
      heard.push(String(message.payload.after?.['name']));
    }),
  ],
  async reconcile(ctx, off) {
    since.push(off.since);
    const all = await ctx.asSystem('counts companies').records(Company).count();
    heard.push(`${all} companies`);
  },
});

test('a plugin that was off is reconciled once, and hears what it missed or skips it', async () => {
  const world = await open({
    plugins: [
      install(toy, { id: 'toy' }),
      install(listener, { id: 'listener', requires: { toy: '^1' } }),
    ],
  });
  expect(since).toEqual([]);
  await world.kernel.disable('listener');
  await company(world, 'Missed');
  await world.kernel.enable('listener');
  await world.kernel.deliverEvents();
  expect(heard).toEqual(['1 companies', 'Missed']);
  expect(since).toEqual([expect.stringMatching(/^\d{4}-.*Z$/)]);

  await world.kernel.disable('listener');
  await company(world, 'Skipped');
  await world.kernel.enable('listener', { events: 'skip' });
  await company(world, 'Heard');
  await world.kernel.deliverEvents();
  expect(heard).toEqual(['1 companies', 'Missed', '2 companies', 'Heard']);
  const steps = await world.kernel.history('listener');
  expect(steps.filter(({ step }) => step === 'reconcile')).toHaveLength(2);
});

test('safe mode folds the platform alone; switching then only changes what is wanted', async () => {
  const world = await open();
  const safe = await open({ pool: world.pool, kernel: { safeMode: true } });
  expect([...safe.kernel.assembly.instances.keys()]).toEqual(['tessera']);
  expect(safe.kernel.plugins()).toMatchObject([
    { wanted: 'enabled', state: 'disabled', reason: expect.stringContaining('safe mode') },
  ]);
  expect(stateOf(world, 'toy')).toBe('active');
  await safe.kernel.disable('toy', { by });
  expect(safe.kernel.plugins()).toMatchObject([{ wanted: 'disabled' }]);
  await safe.kernel.enable('toy');
  expect(safe.kernel.plugins()).toMatchObject([{ wanted: 'enabled' }]);
  expect([...safe.kernel.assembly.instances.keys()]).toEqual(['tessera']);
  await expect(safe.kernel.install(packaged(gain, '1.0.0'))).rejects.toMatchObject({
    code: 'CORE_SAFE_MODE',
  });
});
