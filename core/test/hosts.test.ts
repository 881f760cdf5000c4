import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import {
  definePlugin,
  Role,
  Team,
  User,
  type Resource,
  type WorkspaceSettings,
} from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Company, extra, install, makeWorld, settings, toy, type World } from './world.ts';

let pool: pg.Pool;
let first: World;
let second: World;
let stored: WorkspaceSettings = settings;
beforeAll(async () => {
  pool = new pg.Pool({ ...(await makeDatabase()), max: 20 });
  const open = () => makeWorld({ pool, readSettings: async () => stored });
  first = await open();
  second = await open();
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
    { timeout: 20_000 },
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

test('a kernel that cannot be opened gives every connection back', async () => {
  const other = new pg.Pool({ ...(await makeDatabase()), max: 5 });
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
  await vi.waitFor(() => expect(other.totalCount - other.idleCount).toBe(0));
  await other.end();
});

test('seeds are made once, and only where they are missing', async () => {
  const other = new pg.Pool({ ...(await makeDatabase()), max: 5 });
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
