import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planPurge, purgeData } from '../src/catalog/purge.ts';
import { definePlugin, defineEntity, ref, text } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Account, Card, Entry, loyal, shop } from './catalog-plugins.ts';
import { install, makeWorld, type World } from './world.ts';

const records = recordsOf();

/** Extends what loyal brings, and points to shop alone. */
const Visit = defineEntity('club.visit', {
  label: { en: 'Visit' },
  plural: { en: 'Visits' },
  path: 'visits',
  title: 'name',
  fields: { name: text().required(), account: ref('shop.account') },
});
const club = install(
  definePlugin({ entities: [Visit], extends: { 'loyal.card': { room: text() } } }),
  { id: 'club', requires: { shop: '^1' } },
);
/** Points to what loyal brings. */
const Bonus = defineEntity('bonus.grant', {
  label: { en: 'Grant' },
  plural: { en: 'Grants' },
  path: 'grants',
  title: 'name',
  fields: { name: text().required(), card: ref('loyal.card') },
});
const bonus = install(definePlugin({ entities: [Bonus] }), {
  id: 'bonus',
  requires: { loyal: '^1' },
});

let world: World;
/** Makes an account and deletes it: core looks for what hangs on it in every installed plugin. */
const deleteOne = (): Promise<unknown> =>
  world.as(world.system, async () => {
    const { id } = await records(Account).create({ name: 'Fleeting' });
    return records(Account).delete(id);
  });

/** Everything in the database that is not about loyal. */
async function othersRows({ pool }: World): Promise<unknown> {
  const tables = ['shop.account', 'club.visit', 'tessera."user"', 'tessera.role', 'tessera.audit'];
  const rows: unknown[] = [];
  for (const table of tables) {
    const found = await pool.query(
      `select to_jsonb(t) - 'loyal_tier' - 'loyal_code' - 'loyal_advisor_id' - 'loyal_points' - 'x_card_id' as row from ${table} t order by t.id`,
    );
    rows.push([table, found.rows.map(({ row }) => row as unknown)]);
  }
  for (const table of ['search', 'event', 'stage_history', 'record_share']) {
    const found = await pool.query(
      `select to_jsonb(t) as row from tessera.${table} t where entity not like 'loyal.%' order by 1`,
    );
    rows.push([table, found.rows.map(({ row }) => row as unknown)]);
  }
  return rows;
}

async function about({ pool }: World): Promise<unknown> {
  const { rows } = await pool.query(
    `select (select count(*)::int from tessera.search where entity like 'loyal.%') as search,
      (select count(*)::int from tessera.event where entity like 'loyal.%') as events,
      (select count(*)::int from tessera.record_share where entity like 'loyal.%') as shares,
      (select count(*)::int from tessera.custom_field where entity like 'loyal.%') as fields,
      (select count(*)::int from tessera.catalog where plugin = 'loyal') as catalog,
      (select count(*)::int from tessera.schema_table where name like 'loyal.%') as shapes,
      (select count(*)::int from pg_namespace where nspname = 'loyal') as schemas,
      (select count(*)::int from information_schema.columns where column_name like 'loyal\\_%') as columns`,
  );
  return rows[0];
}

describe('purging a plugin', () => {
  beforeAll(async () => {
    world = await makeWorld({ plugins: [shop, loyal, club, bonus] });
    await world.kernel.addField('loyal.card', 'colour', { type: 'text' });
    await world.kernel.addField('shop.account', 'card', { type: 'ref', target: 'loyal.card' });
    await world.as(world.system, async () => {
      const account = await records(Account).create({
        name: 'Acme',
        loyal_tier: 'gold',
        loyal_code: 'A',
      });
      await records(Entry).create({ name: 'earned', points: 5, account: account.id });
      const gone = await records(Entry).create({ name: 'mistaken', points: 1 });
      await records(Entry).delete(gone.id);
      const card = await records(Card).create({ name: 'Card', club_room: 'Red', x_colour: 'blue' });
      await records(Account).update(account.id, { x_card: card.id });
      await records(Visit).create({ name: 'Visit', account: account.id });
      await world.pool.query(
        `insert into tessera.record_share (entity, record_id, user_id, actions) values ('loyal.card', $1, gen_random_uuid(), '{read}')`,
        [card.id],
      );
    });
  });
  afterAll(() => world.close());

  it('is refused while a field of another installed plugin points in, also of one that is off', async () => {
    await world.kernel.disable('bonus');
    await world.kernel.disable('loyal');
    await deleteOne();
    const plan = await planPurge(world.kernel.database, 'loyal');
    expect(plan.references).toEqual([{ plugin: 'bonus', entity: 'bonus.grant', field: 'card' }]);
    await expect(purgeData(world.kernel.database, 'loyal')).rejects.toMatchObject({
      code: 'CORE_PLUGIN_REFERENCED',
      details: { by: 'bonus.grant.card' },
    });
    const { rows } = await world.pool.query('select count(*)::int as n from loyal.entry');
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('says before what goes: rows, its fields on others, fields of others on it, what the host keeps', async () => {
    await purgeData(world.kernel.database, 'bonus');
    expect(await planPurge(world.kernel.database, 'loyal')).toEqual({
      rows: [
        { entity: 'loyal.card', count: 1 },
        { entity: 'loyal.entry', count: 2 },
        { entity: 'loyal.reward', count: 0 },
      ],
      columns: [
        { entity: 'shop.account', field: 'loyal_advisor', count: 0 },
        { entity: 'shop.account', field: 'loyal_code', count: 1 },
        { entity: 'shop.account', field: 'loyal_points', count: 1 },
        { entity: 'shop.account', field: 'loyal_tier', count: 1 },
        { entity: 'loyal.card', field: 'club_room', count: 1, plugin: 'club' },
        { entity: 'shop.account', field: 'x_card', count: 1, plugin: 'x' },
      ],
      references: [],
      others: [
        { what: 'customFields', count: 1 },
        { what: 'events', count: 4 },
        { what: 'shares', count: 1 },
        { what: 'search', count: 1 },
      ],
    });
  });

  it('takes all that and leaves every row of the others as it is, with the audit', async () => {
    const before = await othersRows(world);
    await purgeData(world.kernel.database, 'loyal');
    expect(await othersRows(world)).toEqual(before);
    expect(await about(world)).toEqual({
      search: 0,
      events: 0,
      shares: 0,
      fields: 0,
      catalog: 0,
      shapes: 0,
      schemas: 0,
      columns: 0,
    });
    const audit = await world.pool.query(
      `select count(*)::int as n from tessera.audit where plugin = 'loyal'`,
    );
    expect(audit.rows).toEqual([{ n: 4 }]);
  });

  it('leaves a workspace that goes on, also with the plugin once more', async () => {
    await purgeData(world.kernel.database, 'loyal');
    await world.as(world.system, async () => {
      const [account] = (await records(Account).query()).records;
      expect(account).toMatchObject({ name: 'Acme', x_card: null });
      await records(Account).update(account!.id, { city: 'Here' });
    });
    // What was there a moment ago is not looked for any more.
    await deleteOne();
    await world.kernel.enable('loyal');
    await world.as(world.system, async () => {
      expect(await records(Entry).count()).toBe(0);
      const { records: found } = await records(Account).query();
      expect(found).toMatchObject([{ name: 'Acme', loyal_tier: null }]);
      await records(Card).create({ name: 'New card', club_room: 'Blue' });
    });
  });
});
