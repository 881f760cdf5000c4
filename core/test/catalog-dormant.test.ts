import { afterAll, beforeAll, expect, it } from 'vitest';
import { definitionsUsing, removeUses, writeUses } from '../src/catalog/uses.ts';
import {
  defineEntity,
  definePlugin,
  ref,
  text,
  type AnyRecord,
  type Filter,
  type Grant,
  type Principal,
} from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Account, Card, Entry, loyal, shop } from './catalog-plugins.ts';
import { install, makeWorld, type World } from './world.ts';

const records = recordsOf();

/** Who may read the card may read the memo: the card's plugin may be off. */
const Memo = defineEntity('desk.memo', {
  label: { en: 'Memo' },
  plural: { en: 'Memos' },
  path: 'memos',
  title: 'name',
  owned: false,
  shareVia: 'card',
  fields: { name: text().required(), card: ref('loyal.card', { soft: true }) },
});
const desk = install(definePlugin({ entities: [Memo] }), { id: 'desk' });

let world: World;
beforeAll(async () => {
  world = await makeWorld({ plugins: [shop, loyal, desk] });
  await world.as(world.system, async () => {
    const gold = await records(Account).create({ name: 'Gold', city: 'Here', loyal_tier: 'gold' });
    await records(Account).create({ name: 'Bronze', city: 'There', loyal_tier: 'bronze' });
    await records(Entry).create({ name: 'earned', points: 5, account: gold.id });
  });
});
afterAll(() => world.close());

async function switchLoyal(isOn: boolean): Promise<void> {
  if (isOn) await world.kernel.enable('loyal');
  else await world.kernel.disable('loyal');
}

/** Names of the accounts that the principal reads, while the plugin is on, off, and on again. */
async function seenBy(principal: Principal): Promise<Record<'on' | 'off' | 'again', string[]>> {
  const names = async (): Promise<string[]> => {
    const page = await world.as(principal, () => records(Account).query());
    return page.records.map((record) => String(record['name'])).toSorted();
  };
  const on = await names();
  await switchLoyal(false);
  const off = await names();
  await switchLoyal(true);
  return { on, off, again: await names() };
}

const filters: [string, Filter, string[]][] = [
  ['a field', { loyal_tier: 'gold' }, ['Gold']],
  ['what is not so', { not: { loyal_tier: 'gold' } }, ['Bronze']],
  ['one of several', { or: [{ loyal_tier: 'gold' }, { city: 'There' }] }, ['Bronze', 'Gold']],
  ['records that point here', { entries: { some: { points: { gt: 1 } } } }, ['Gold']],
  ['that there are none', { entries: { none: {} } }, ['Bronze']],
];
it.each(filters)(
  'a scope that names %s of a plugin that is off reaches nothing',
  async (what, filter, on) => {
    const grants: Grant[] = [
      { entity: 'shop.account', actions: { read: { filter } } },
      // The more specific grant speaks of reading: that it reaches nothing does not bring this one in.
      { entity: '*', actions: { read: 'all' } },
    ];
    const reader = await world.user(`Reader of ${what}`, { grants });
    expect(await seenBy(reader)).toEqual({ on, off: [], again: on });
  },
);

it('a grant for a field holds again when the plugin is back, whether it shows or hides', async () => {
  const shown = await world.user('Shown', {
    grants: [
      {
        entity: 'shop.account',
        actions: { read: 'all' },
        fields: { '*': 'none', name: 'read', loyal_tier: 'read' },
      },
    ],
  });
  const hidden = await world.user('Hidden', {
    grants: [{ entity: 'shop.account', actions: { read: 'all' }, fields: { loyal_tier: 'none' } }],
  });
  const tierOf = async (principal: Principal): Promise<unknown> => {
    const page = await world.as(principal, () =>
      records(Account).query({ filter: { name: 'Gold' } }),
    );
    return (page.records[0] as AnyRecord | undefined)?.['loyal_tier'];
  };
  const both = async (): Promise<unknown[]> => [await tierOf(shown), await tierOf(hidden)];
  expect(await both()).toEqual(['gold', undefined]);
  await switchLoyal(false);
  expect(await both()).toEqual([undefined, undefined]);
  await switchLoyal(true);
  expect(await both()).toEqual(['gold', undefined]);
});

it('a share, and what is shared through another record, match nothing while that is off', async () => {
  const reader = await world.user('Sharer', {
    grants: [
      { entity: 'loyal.card', actions: { read: 'own' } },
      { entity: 'desk.memo', actions: { read: 'own' } },
    ],
  });
  const card = await world.as(world.system, async () => {
    const made = await records(Card).create({ name: 'Shared' });
    await records(Memo).create({ name: 'On the card', card: made.id });
    await records(Memo).create({ name: 'On nothing' });
    return made.id;
  });
  await world.pool.query(
    `insert into tessera.record_share (entity, record_id, user_id, actions) values ('loyal.card', $1, $2, '{read}')`,
    [card, reader.userId],
  );
  const memos = async (): Promise<unknown[]> =>
    world.as(reader, async () =>
      (await records(Memo).query()).records.map((record) => record['name']),
    );
  const cards = (): Promise<number> => world.as(reader, () => records(Card).count());
  expect([await cards(), await memos()]).toEqual([1, ['On the card']]);
  await switchLoyal(false);
  expect(await memos()).toEqual([]);
  await expect(cards()).rejects.toMatchObject({ code: 'CORE_NAME_UNKNOWN' });
  await switchLoyal(true);
  expect([await cards(), await memos()]).toEqual([1, ['On the card']]);
});

it('a filter that names what is off is an error, never a filter without the condition', async () => {
  await switchLoyal(false);
  await world.as(world.system, async () => {
    for (const filter of [{ loyal_tier: 'gold' }, { entries: { some: {} } }] as Filter[]) {
      await expect(records(Account).query({ filter })).rejects.toMatchObject({
        code: 'CORE_NAME_UNKNOWN',
      });
    }
  });
  await switchLoyal(true);
});

it('tells which definitions name something of a plugin, whether it is on or off', async () => {
  const { database } = world.kernel;
  await world.pool.query('delete from tessera.role');
  await world.user('Clerk', {
    grants: [
      {
        entity: 'shop.account',
        actions: { read: { filter: { entries: { some: { points: { gt: 1 } } } } }, update: 'own' },
        fields: { loyal_tier: 'read', name: 'read' },
      },
      { entity: 'loyal.*', actions: { read: 'all' } },
    ],
    permissions: ['loyal.point.adjust', 'shop.account.merge'],
  });
  await world.user('Stranger to it', {
    grants: [{ entity: 'shop.account', actions: { read: 'all' } }],
  });
  await world.kernel.addField('shop.account', 'favourite', { type: 'ref', target: 'loyal.card' });
  const view = { kind: 'view', definition: 'one', title: 'Best', owner: null };
  await writeUses(database, view, ['shop.account', 'shop.account.name', 'shop.account.loyal_tier']);
  await writeUses(database, { ...view, definition: 'two', title: 'All' }, ['shop.account']);
  const expected = [
    {
      kind: 'field',
      id: 'shop.account.x_favourite',
      title: 'favourite',
      owner: null,
      names: ['loyal.card'],
    },
    {
      kind: 'role',
      id: expect.any(String),
      title: 'role-clerk',
      owner: null,
      names: [
        'loyal.*',
        'loyal.entry',
        'loyal.entry.account',
        'loyal.entry.points',
        'loyal.point.adjust',
        'shop.account.loyal_tier',
      ],
    },
    { kind: 'view', id: 'one', title: 'Best', owner: null, names: ['shop.account.loyal_tier'] },
  ];
  expect(await definitionsUsing(database, 'loyal')).toEqual(expected);
  await switchLoyal(false);
  expect(await definitionsUsing(database, 'loyal')).toEqual(expected);
  await writeUses(database, view, ['shop.account', 'shop.account.name']);
  expect((await definitionsUsing(database, 'loyal')).map(({ kind }) => kind)).toEqual([
    'field',
    'role',
  ]);
  await removeUses(database, 'view', 'one');
  expect((await definitionsUsing(database, 'shop')).map(({ id }) => id)).not.toContain('one');
});
