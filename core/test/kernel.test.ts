import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  defineErrors,
  definePlugin,
  on,
  when,
  type EntityId,
  type EventMessage,
  type RecordEvent,
} from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Company, extra, install, makeWorld, toy, type World } from './world.ts';

const nonsense = defineErrors({
  companyNonsense: { code: 'LISTENER_NONSENSE', status: 422, message: 'This is nonsense.' },
});
const heard: string[] = [];
const started: string[] = [];
const listener = definePlugin({
  events: [
    when(Company, 'created', (_ctx, message: EventMessage<RecordEvent>) => {
      heard.push(String(message.payload.after?.['name']));
    }),
  ],
  resources: [
    {
      name: 'clock',
      start: async () => {
        started.push('start');
      },
      stop: async () => {
        started.push('stop');
      },
    },
  ],
  hooks: [
    on(Company, 'validating', (_ctx, write) => {
      if (write.values['name'] === 'Nonsense') throw nonsense.companyNonsense({});
      return { ...write, values: { ...write.values, employees: write.values['employees'] ?? 7 } };
    }),
    on(Company, 'creating', (_ctx, write) =>
      write.values['name'] === 'Forbidden'
        ? { reason: 'This name is forbidden.', field: 'name' }
        : undefined,
    ),
  ],
});

let world: World;
beforeAll(async () => {
  world = await makeWorld({
    plugins: [
      install(toy, { id: 'toy' }),
      install(extra, { id: 'extra', requires: { toy: '^1' } }),
      install(listener, { id: 'listener', requires: { toy: '^1' } }),
      install(definePlugin({ entities: [Company] }), { id: 'thief' }),
    ],
  });
});
afterAll(() => world?.close());

const create = (name: string) =>
  world.as(world.system, () => recordsOf()(Company).create({ name }));

test('a plugin that takes the name of another is left out and says why; the others run', () => {
  const states = Object.fromEntries(
    world.kernel.plugins().map((plugin) => [plugin.manifest.id, plugin.state]),
  );
  expect(states).toEqual({ toy: 'active', extra: 'active', listener: 'active', thief: 'failed' });
  expect(world.kernel.plugins().find((plugin) => plugin.manifest.id === 'thief')?.reason).toContain(
    'toy.company',
  );
});

test('filters fill values and guards refuse', async () => {
  expect(await create('Acme')).toMatchObject({ name: 'Acme', employees: 7, extra_dealCount: 0 });
  await expect(create('Forbidden')).rejects.toThrow('This name is forbidden.');
});

test('what a validating tap throws by name refuses the value, however often', async () => {
  for (let turn = 0; turn < 7; turn++) {
    await expect(create('Nonsense')).rejects.toMatchObject({ code: 'LISTENER_NONSENSE' });
  }
});

test('an event that came while its subscriber was off reaches it when it is back', async () => {
  await world.kernel.deliverEvents();
  expect(heard).toContain('Acme');
  await world.kernel.disable('listener');
  expect(started).toEqual(['start', 'stop']);
  await create('Missed');
  await world.kernel.deliverEvents();
  expect(heard).not.toContain('Missed');
  await world.kernel.enable('listener');
  await world.kernel.deliverEvents();
  expect(heard.filter((name) => name === 'Missed')).toEqual(['Missed']);
});

test('delivering waits for what an older transaction holds back', async () => {
  const older = await world.pool.connect();
  try {
    await older.query('begin; select pg_current_xact_id()');
    await create('Held back');
    let isDone = false;
    const delivered = world.kernel.deliverEvents().then(() => (isDone = true));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([isDone, heard.includes('Held back')]).toEqual([false, false]);
    await older.query('commit');
    await delivered;
    expect(heard).toContain('Held back');
  } finally {
    older.release(true);
  }
});

test('a plugin that others need is disabled only together with them', async () => {
  await expect(world.kernel.disable('toy')).rejects.toMatchObject({ code: 'CORE_PLUGIN_NEEDED' });
  await world.kernel.disable('toy', { cascade: true });
  await expect(create('Nowhere')).rejects.toMatchObject({ code: 'CORE_NAME_UNKNOWN' });
  await expect(world.kernel.enable('extra')).rejects.toMatchObject({
    code: 'CORE_PLUGIN_REQUIRES',
  });
  await world.kernel.enable('extra', { cascade: true });
  await world.kernel.enable('listener');
  expect(await create('Back')).toMatchObject({ name: 'Back' });
});

test('disabling and enabling leaves every row as it was', async () => {
  const rows = async () => (await world.pool.query('select * from toy.company order by id')).rows;
  const before = await rows();
  for (let turn = 0; turn < 5; turn++) {
    await world.kernel.disable('extra');
    expect((await create(`Without ${turn}`))['extra_dealCount' as never]).toBeUndefined();
    await world.kernel.enable('extra');
  }
  const after = await rows();
  expect(after.filter((row) => before.some((old) => old.id === row.id))).toEqual(before);
});

test('what a roll-up counts while its plugin is off is counted when it is back', async () => {
  const company = await create('Busy');
  await world.kernel.disable('extra');
  await world.as(world.system, () =>
    recordsOf()('toy.deal' as EntityId).create({ name: 'Unseen', company: company.id }),
  );
  await world.kernel.enable('extra');
  const found = await world.as(world.system, () =>
    recordsOf()('toy.company' as EntityId).get(company.id),
  );
  expect(found).toMatchObject({ extra_dealCount: 1, version: company.version });
});
