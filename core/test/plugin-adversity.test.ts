import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  currentExecution,
  defineEntity,
  definePlugin,
  integer,
  text,
  when,
  type InstalledPlugin,
  type Plugin,
  type Resource,
} from '../src/index.ts';
import { besideSchemaLock } from '../src/entities/schema-lock.ts';
import { advanceSubscription } from '../src/hooks/subscription-store.ts';
import { readAssemblyNumber, writeAssemblyNumber } from '../src/plugin/plugin-store.ts';
import { recordsOf } from '../src/records/facade.ts';
import { gain, gainNext, packaged, Reward } from './gain.ts';
import { Company, install, makeWorld, toy, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld({ plugins: [install(toy, { id: 'toy' })] });
});
afterEach(() => world?.close());

const statusOf = ({ kernel }: World, id: string) =>
  kernel.plugins().find(({ manifest }) => manifest.id === id);
const asSystem = <T>(work: () => Promise<T>) => world.as(world.system, work);
const enabled = async (plugin: InstalledPlugin): Promise<void> => {
  await world.kernel.install(plugin);
  await world.kernel.enable(plugin.manifest.id);
};

test('events that wait for a plugin that goes off are left alone until it is back', async () => {
  const heard: string[] = [];
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const listener: Plugin = definePlugin({
    events: [
      when(Company, 'created', async (_ctx, message) => {
        arrived.resolve();
        await gate.promise;
        heard.push(String(message.payload.after?.['name']));
      }),
    ],
  });
  await enabled(install(listener, { id: 'listener', requires: { toy: '^1' } }));
  await asSystem(async () => {
    await recordsOf()(Company).create({ name: 'One' });
    await recordsOf()(Company).create({ name: 'Two' });
  });
  await arrived.promise;
  await world.kernel.disable('listener');
  gate.resolve();
  // It would never be done if it asked again and again.
  await world.kernel.deliverEvents();
  expect(heard).toEqual(['One']);
  await world.kernel.enable('listener');
  await world.kernel.deliverEvents();
  expect(heard).toEqual(['One', 'Two']);
});

test('a subscription never goes back', async () => {
  const { database } = world.kernel;
  await database.query(
    `insert into tessera.subscription (plugin, name, event, xid, sequence) values ('p', 'n', 'e', '100', 5)`,
  );
  const at = (xid: string, sequence: number) =>
    advanceSubscription(database, 'p', 'n', { xid, sequence } as never);
  const cursor = async () =>
    (
      await database.query(
        `select xid::text as xid, sequence from tessera.subscription where plugin = 'p'`,
      )
    )[0];
  await at('99', 9);
  expect(await cursor()).toEqual({ xid: '100', sequence: 5 });
  await at('100', 6);
  expect(await cursor()).toEqual({ xid: '100', sequence: 6 });
});

test('an upgrade is not stopped by a plugin that waited for it and fails', async () => {
  const stumbling: Resource = {
    name: 'leg',
    start: () => Promise.reject(new Error('it stumbled')),
    stop: async () => {},
  };
  const waiting = install(
    { resources: [stumbling] },
    { id: 'waiting', requires: { gain: '^1.1' } },
  );
  const other = await makeWorld({ plugins: [install(toy, { id: 'toy' }), waiting] });
  await other.kernel.install(packaged(gain, '1.0.0'));
  await other.kernel.enable('gain');
  expect(statusOf(other, 'waiting')?.state).toBe('blocked');
  await expect(other.kernel.upgrade(packaged(gainNext, '1.1.0'))).resolves.toMatchObject({
    running: '1.1.0',
  });
  expect(statusOf(other, 'waiting')?.state).toBe('failed');
  await other.close();
});

const uniqueReward = defineEntity('gain.reward', {
  label: { en: 'Reward' },
  plural: { en: 'Rewards' },
  path: 'rewards',
  title: 'name',
  fields: { name: text().required().unique(), factor: integer() },
});

test('values that an upgrade wants unique and are not stop that upgrade, and nothing else', async () => {
  await enabled(packaged(gain, '1.0.0'));
  await asSystem(async () => {
    for (const name of ['Same', 'Same']) await recordsOf()(Reward).create({ name });
  });
  const next = packaged(definePlugin({ entities: [uniqueReward] }), '1.1.0');
  await expect(world.kernel.upgrade(next)).rejects.toMatchObject({
    code: 'CORE_PLUGIN_FAILED',
    message: expect.stringContaining('(name)=(Same)'),
  });
  expect(statusOf(world, 'gain')).toMatchObject({
    running: '1.0.0',
    lastFailure: { version: '1.1.0', reason: expect.stringContaining('(name)=(Same)') },
  });
  await world.kernel.disable('gain');
  await expect(world.kernel.enable('gain')).resolves.toMatchObject({ running: '1.0.0' });
});

test('a version of the application whose columns do not fit is left out; the boot and the others go on', async () => {
  const first = definePlugin({ extends: { 'toy.company': { size: integer(), code: text() } } });
  const other = definePlugin({
    extends: { 'toy.company': { size: text(), code: text().unique() } },
  });
  const open = (plugin: Plugin) =>
    makeWorld({
      pool: world.pool,
      plugins: [
        install(toy, { id: 'toy' }),
        install(plugin, { id: 'add-on', requires: { toy: '^1' } }),
      ],
    });
  const one = await open(first);
  await one.kernel.enable('add-on');
  await one.close();
  await world.kernel.stop();
  await world.pool.query('delete from tessera.host');
  const two = await open(other);
  expect(statusOf(two, 'toy')?.state).toBe('active');
  expect(statusOf(two, 'add-on')).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('cannot become text'),
  });
  await two.close();
});

test('what a plugin throws is told, whatever it is; the boot goes on', async () => {
  const brittle = (id: string, cause: unknown) => {
    const resource: Resource = {
      name: 'leg',
      start: () => Promise.reject(cause as Error),
      stop: async () => {},
    };
    return install({ resources: [resource] }, { id });
  };
  const plugins = [
    brittle('zero', new Error('a\u0000b \ud800')),
    brittle('bare', Object.create(null)),
    brittle('long', new Error('x'.repeat(100_000))),
  ];
  const other = await makeWorld({ plugins });
  expect(statusOf(other, 'zero')).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('ab'),
  });
  expect(statusOf(other, 'bare')?.state).toBe('failed');
  expect(statusOf(other, 'long')?.reason?.length).toBeLessThan(3000);
  await other.close();
});

test('an instance that is about to be served again is not stopped when its last request ends', async () => {
  const events: string[] = [];
  const noting: Resource = {
    name: 'note',
    start: async () => void events.push('start'),
    stop: async () => void events.push('stop'),
  };
  const starting = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const slow: Resource = {
    name: 'slow',
    async start() {
      starting.resolve();
      await gate.promise;
    },
    stop: async () => {},
  };
  await enabled(install({ resources: [noting] }, { id: 'quick' }));
  await world.kernel.install(
    install({ resources: [slow] }, { id: 'slow', requires: { quick: '^1' } }),
  );
  const end = Promise.withResolvers<void>();
  const request = asSystem(() => end.promise);
  await world.kernel.disable('quick');
  const switched = world.kernel.enable('slow', { cascade: true });
  await starting.promise;
  end.resolve();
  await request;
  gate.resolve();
  await switched;
  const instance = await asSystem(async () => currentExecution().assembly.instances.get('quick'));
  expect(instance?.signal.aborted).toBe(false);
  expect(events).toEqual(['start']);
  await world.kernel.disable('slow');
  await world.kernel.disable('quick');
  expect(events).toEqual(['start', 'stop']);
});

test('a host that lost the lock to another does not write over what that one did', async () => {
  const { database } = world.kernel;
  const number = await readAssemblyNumber(database);
  await writeAssemblyNumber(database, number + 1);
  await expect(writeAssemblyNumber(database, number + 1)).rejects.toMatchObject({
    code: 'CORE_ASSEMBLY_OVERTAKEN',
  });
});

test('a connection that is lost while indexes are built fails the change, not the process', async () => {
  const { database } = world.kernel;
  const lost = besideSchemaLock(database, async (sql) => {
    const [row] = await sql.query<{ pid: number }>('select pg_backend_pid() as pid');
    await world.pool.query('select pg_terminate_backend($1)', [row?.pid]);
    // Nobody asks while the end comes in.
    const isThere = async () =>
      (await world.pool.query('select from pg_stat_activity where pid = $1', [row?.pid])).rowCount;
    await vi.waitFor(async () => expect(await isThere()).toBe(0), { timeout: 60_000 });
    await world.pool.query('select pg_sleep(0.1)');
    await sql.query('select 1');
  });
  await expect(lost).rejects.toThrow(/terminat|not queryable/);
  await expect(besideSchemaLock(database, async () => 'free')).resolves.toBe('free');
});
