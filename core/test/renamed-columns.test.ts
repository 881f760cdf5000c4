import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  choice,
  defineEntity,
  definePlugin,
  integer,
  text,
  type EntityId,
  type InstalledPlugin,
} from '../src/index.ts';
import { purgeData } from '../src/catalog/purge.ts';
import { recordsOf } from '../src/records/facade.ts';
import { gain, gainNext, packaged } from './gain.ts';
import { install, makeWorld, toy, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld({ plugins: [install(toy, { id: 'toy' })] });
});
afterEach(() => world?.close());

const anyRecords = (id: string) => recordsOf()(id as EntityId);
const asSystem = <T>(work: () => Promise<T>) => world.as(world.system, work);
const enabled = async (plugin: InstalledPlugin): Promise<void> => {
  await world.kernel.install(plugin);
  await world.kernel.enable(plugin.manifest.id);
};

const renamed = (name: string, was?: string) => {
  const field = was ? integer().was(was) : integer();
  const entity = defineEntity('gain.reward', {
    label: { en: 'Reward' },
    plural: { en: 'Rewards' },
    path: 'rewards',
    title: 'name',
    fields: { name: text().required(), [name]: field },
  });
  return definePlugin({ entities: [entity] });
};

test('a field that is renamed twice keeps its values, whichever version writes', async () => {
  const versions = [renamed('first'), renamed('second', 'first'), renamed('third', 'second')];
  const [one, two, three] = versions.map((plugin, index) => packaged(plugin, `1.${index}.0`));
  await enabled(one as InstalledPlugin);
  const { id } = await asSystem(() => anyRecords('gain.reward').create({ name: 'A', first: 1 }));
  await world.kernel.upgrade(two as InstalledPlugin);
  await world.kernel.upgrade(three as InstalledPlugin);
  const columns = async () =>
    (await world.pool.query('select first, second, third from gain.reward where id = $1', [id]))
      .rows[0];
  await asSystem(() => anyRecords('gain.reward').update(id, { third: 5 }));
  await asSystem(() => anyRecords('gain.reward').update(id, { name: 'B' }));
  expect(await columns()).toEqual({ first: '5', second: '5', third: '5' });
  await world.kernel.upgrade(one as InstalledPlugin);
  await asSystem(() => anyRecords('gain.reward').update(id, { first: 7 }));
  expect(await columns()).toEqual({ first: '7', second: '7', third: '7' });
  await asSystem(() => anyRecords('gain.reward').update(id, { first: null }));
  expect(await columns()).toEqual({ first: null, second: null, third: null });
});

test('a purge leaves nothing of a renamed field: the same upgrade works once more, with its seeds', async () => {
  for (const _ of [1, 2]) {
    await enabled(packaged(gain, '1.0.0'));
    await world.kernel.upgrade(packaged(gainNext, '1.1.0'));
    const found = await asSystem(() => anyRecords('gain.reward').query());
    expect(found.records.map(({ name }) => name)).toEqual(['Welcome']);
    await world.kernel.disable('gain');
    // As a host leaves it that is killed before the rest.
    await purgeData(world.kernel.database, 'gain');
    const { rows } = await world.pool.query(
      `select tgname from pg_trigger where tgrelid = 'toy.company'::regclass and tgname like 'renamed%'`,
    );
    expect(rows).toEqual([]);
    await world.kernel.enable('gain');
    expect((await asSystem(() => anyRecords('gain.reward').query())).records).toHaveLength(1);
    await world.kernel.disable('gain');
    await world.kernel.remove('gain');
    await world.kernel.purge('gain');
    expect(world.kernel.plugins().map(({ manifest }) => manifest.id)).toEqual(['toy']);
  }
});

test('a choice of an extension may be renamed by two plugins at once', async () => {
  const extension = (was?: string) => {
    const field = choice(['low', 'high']);
    return definePlugin({
      extends: { 'toy.company': { [was ? 'grade' : 'level']: was ? field.was(was) : field } },
    });
  };
  for (const id of ['one', 'two']) await enabled(packaged(extension(), '1.0.0', id));
  for (const id of ['one', 'two'])
    await world.kernel.upgrade(packaged(extension('level'), '1.1.0', id));
  const made = await asSystem(() =>
    anyRecords('toy.company').create({ name: 'A', one_grade: 'low', two_grade: 'high' }),
  );
  const { rows } = await world.pool.query(
    'select one_level, two_level from toy.company where id = $1',
    [made.id],
  );
  expect(rows).toEqual([{ one_level: 'low', two_level: 'high' }]);
});
