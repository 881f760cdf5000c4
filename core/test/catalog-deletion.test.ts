import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  currentExecution,
  handOver,
  previewHandOver,
  type TesseraError,
  User,
} from '../src/index.ts';
import { purgeData } from '../src/catalog/purge.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Account, Card, Entry, loyal, Reward, shop } from './catalog-plugins.ts';
import { makeWorld, type World } from './world.ts';

const records = recordsOf();
const failure = async (work: Promise<unknown>): Promise<TesseraError> =>
  work.then(
    () => expect.fail('it should have failed'),
    (error: TesseraError) => error,
  );

/** The rows of everything, with what differs between two databases left out. */
async function rowsOf({ pool }: World): Promise<unknown> {
  const rows = async (sql: string): Promise<unknown[]> => (await pool.query(sql)).rows;
  return {
    accounts: await rows(
      'select name, version, deleted_at is null as live, loyal_tier, loyal_points::text as points from shop.account order by name',
    ),
    entries: await rows(
      'select name, version, deleted_at is null as live, account_id is null as free from loyal.entry order by name',
    ),
    rewards: await rows(
      'select name, version, deleted_at is null as live from loyal.reward order by name',
    ),
    cards: await rows(
      'select name, version, account_id is null as free from loyal.card order by name',
    ),
    audit: await rows(
      `select entity, action, plugin, array(select jsonb_object_keys(changes) order by 1) as changes
       from tessera.audit where entity !~ '^tessera' order by entity, action, changes::text`,
    ),
    events: await rows(
      `select name, payload -> 'before' ->> 'name' as before, payload -> 'after' ->> 'name' as after, payload -> 'changed' as changed
       from tessera.event_told where entity !~ '^tessera' order by name, before, after`,
    ),
    search: await rows(
      `select entity, content from tessera.search where entity !~ '^tessera' order by entity, content`,
    ),
    batches: await rows(
      'select count(distinct delete_batch)::int as n from (select delete_batch from shop.account union select delete_batch from loyal.entry union select delete_batch from loyal.reward) x',
    ),
  };
}

/** An account with all that hangs on it, made while both plugins run. */
async function furnish(world: World): Promise<{ account: string; other: string; card: string }> {
  return world.as(world.system, async () => {
    const values = { loyal_tier: 'gold', loyal_code: 'A' };
    const account = await records(Account).create({ name: 'Acme', ...values });
    const other = await records(Account).create({ name: 'Other', loyal_tier: 'bronze' });
    for (const points of [5, 7]) {
      const entry = await records(Entry).create({
        name: `earned ${points}`,
        points,
        account: account.id,
      });
      await records(Reward).create({ name: `reward ${points}`, entry: entry.id });
    }
    const card = await records(Card).create({ name: 'Card', account: account.id });
    return { account: account.id, other: other.id, card: card.id };
  });
}

/** Does the same in a world with the plugin on and in one with it off, and answers the rows of each. */
async function both(
  act: (world: World, ids: Awaited<ReturnType<typeof furnish>>) => Promise<unknown>,
): Promise<{ on: unknown; off: unknown }> {
  const seen: unknown[] = [];
  for (const isOn of [true, false]) {
    const world = await makeWorld({ plugins: [shop, loyal] });
    const ids = await furnish(world);
    if (!isOn) await world.kernel.disable('loyal');
    await act(world, ids);
    seen.push(await rowsOf(world));
    await world.close();
  }
  return { on: seen[0], off: seen[1] };
}

describe('with a plugin off its rows are looked after as with it on', () => {
  it('a deletion takes them along', async () => {
    const { on, off } = await both((world, { account }) =>
      world.as(world.system, async () => {
        expect(await records(Account).delete(account)).toMatchObject({ count: 5 });
      }),
    );
    expect(off).toEqual(on);
    expect(off).toMatchObject({
      rewards: [
        { live: false, version: 2 },
        { live: false, version: 2 },
      ],
      cards: [{ free: true, version: 2 }],
      search: [{ entity: 'shop.account', content: { main: 'other' } }],
    });
  });

  it('a restoration brings them back', async () => {
    const { on, off } = await both((world, { account }) =>
      world.as(world.system, async () => {
        await records(Account).delete(account);
        const back = await records(Account).restore(account);
        expect(back).toMatchObject({ name: 'Acme', version: 3 });
      }),
    );
    expect(off).toEqual(on);
    expect(off).toMatchObject({ accounts: [{ points: '12.0000', live: true }, { live: true }] });
  });

  it('a leaver’s records are handed over, once', async () => {
    const { on, off } = await both(async (world, ids) => {
      const { rows } = await world.pool.query(
        `insert into tessera."user" (id, name, status) values (gen_random_uuid(), 'Leaver', 'suspended'), (gen_random_uuid(), 'Heir', 'active') returning id`,
      );
      const [leaver, heir] = rows.map(({ id }) => id as string) as [string, string];
      for (const table of ['shop.account', 'loyal.entry', 'loyal.card'])
        await world.pool.query(`update ${table} set owner_id = $1`, [leaver]);
      await world.pool.query('update shop.account set loyal_advisor_id = $1 where id = $2', [
        leaver,
        ids.account,
      ]);
      await world.pool.query('update loyal.card set bearer_id = $1, issuer_id = $1', [leaver]);
      await world.as(world.system, async () => {
        await records(Account).delete(ids.other);
        const given = [
          { entity: 'shop.account', field: 'owner', count: 2 },
          { entity: 'shop.account', field: 'loyal_advisor', count: 1 },
          { entity: 'loyal.entry', field: 'owner', count: 2 },
          { entity: 'loyal.card', field: 'owner', count: 1 },
        ];
        expect(await previewHandOver(currentExecution(), leaver)).toEqual(given);
        expect(await handOver(currentExecution(), leaver, heir)).toEqual(given);
        expect(await previewHandOver(currentExecution(), leaver)).toEqual([]);
        expect(await handOver(currentExecution(), leaver, heir)).toEqual([]);
        expect(
          await failure(handOver(currentExecution(), heir, leaver)),
          'a suspended user takes nothing',
        ).toMatchObject({ code: 'CORE_RECORD_MISSING' });
        expect(await records(User).get(heir)).toMatchObject({ name: 'Heir' });
      });
      const owners = await world.pool.query(
        'select owner_id as id, count(*)::int as n from (select owner_id from shop.account union all select owner_id from loyal.entry union all select owner_id from loyal.card) x group by 1 order by 2',
      );
      expect(owners.rows, 'also what lies in the recycle bin').toEqual([{ id: heir, n: 5 }]);
      const named = await world.pool.query(
        'select loyal_advisor_id as advisor, version from shop.account where id = $1',
        [ids.account],
      );
      expect(named.rows[0], 'once, in all its fields').toMatchObject({ advisor: heir });
      const cards = await world.pool.query(
        'select bearer_id as bearer, issuer_id as issuer from loyal.card',
      );
      expect(cards.rows, 'what is his alone, and what he did').toEqual([
        { bearer: leaver, issuer: leaver },
      ]);
    });
    expect(off).toEqual(on);
  });

  it('what is deleted while the plugin is off comes back while it is on', async () => {
    const world = await makeWorld({ plugins: [shop, loyal] });
    const { account } = await furnish(world);
    await world.kernel.disable('loyal');
    await world.as(world.system, () => records(Account).delete(account));
    await world.kernel.enable('loyal');
    await world.as(world.system, async () => {
      expect(await records(Entry).count()).toBe(0);
      await records(Account).restore(account);
      expect(await records(Entry).count()).toBe(2);
      expect(await records(Account).get(account)).toMatchObject({
        loyal_points: 12,
        loyal_tier: 'gold',
      });
    });
    await world.close();
  });

  it('on every host of the workspace, as soon as one has changed what is installed', async () => {
    const world = await makeWorld({ plugins: [shop, loyal], enableAtFirst: ['shop'] });
    const other = await makeWorld({ plugins: [shop, loyal], pool: world.pool });
    const deleteOne = (): Promise<unknown> =>
      other.as(other.system, async () => {
        const { id } = await records(Account).create({ name: 'Fleeting' });
        return records(Account).delete(id);
      });
    await deleteOne();
    await world.kernel.enable('loyal');
    const { account } = await furnish(world);
    await world.kernel.disable('loyal');
    await vi.waitFor(
      () => expect(other.kernel.assembly.number).toBe(world.kernel.assembly.number),
      {
        timeout: 60_000,
      },
    );
    await other.as(other.system, async () => {
      expect(await records(Account).delete(account)).toMatchObject({ count: 5 });
    });
    await purgeData(world.kernel.database, 'loyal');
    await deleteOne();
    await other.close();
    await world.close();
  });

  it('leaves out what does not fit any more, with a warning, and works on', async () => {
    const world = await makeWorld({ plugins: [shop, loyal] });
    const { other } = await furnish(world);
    await world.kernel.disable('loyal');
    await world.pool.query(
      `update tessera.catalog set entities = '[{"id": "elsewhere.thing", "path": "things", "title": "name", "fields": {}}]' where plugin = 'loyal'`,
    );
    await world.as(world.system, async () => {
      expect(await records(Account).delete(other)).toMatchObject({ count: 1 });
    });
    await world.close();
  });
});

describe('with the plugin off', () => {
  let world: World;
  let ids: Awaited<ReturnType<typeof furnish>>;
  beforeAll(async () => {
    world = await makeWorld({ plugins: [shop, loyal] });
    ids = await furnish(world);
    await world.as(world.system, () => records(Card).update(ids.card, { holder: ids.other }));
    await world.kernel.disable('loyal');
  });
  afterAll(() => world.close());

  it('its rows still refuse a deletion, and the error names it', () =>
    world.as(world.system, async () => {
      expect(await failure(records(Account).delete(ids.other))).toMatchObject({
        code: 'CORE_RECORD_IN_USE',
        message: expect.stringContaining('1 cards of the plugin loyal, which is off;'),
      });
      expect(await records(Account).get(ids.other)).toMatchObject({ version: 1 });
    }));

  it('answers, lists and filters tell nothing of its fields', () =>
    world.as(world.system, async () => {
      const account = await records(Account).create({ name: 'Fleeting' });
      await records(Account).delete(account.id);
      const back = await records(Account).restore(account.id);
      expect(Object.keys(back).filter((name) => name.startsWith('loyal_'))).toEqual([]);
      await records(Account).delete(account.id);
    }));

  it('its required and unique fields do not bind, and other writes leave them as they are', async () => {
    await world.as(world.system, async () => {
      await records(Account).create({ name: 'Without a tier' });
      await records(Account).update(ids.account, { city: 'Nowhere' });
      await records(Account).updateMany([
        { id: ids.account, changes: { city: 'Somewhere' } },
        { id: ids.other, changes: { city: 'Elsewhere' } },
      ]);
    });
    const { rows } = await world.pool.query(
      'select loyal_tier, loyal_code, loyal_points::text from shop.account where id = $1',
      [ids.account],
    );
    expect(rows).toEqual([{ loyal_tier: 'gold', loyal_code: 'A', loyal_points: '12.0000' }]);
  });
});
