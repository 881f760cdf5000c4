import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  currentExecution,
  defineEntity,
  definePlugin,
  on,
  ref,
  rollup,
  text,
  type EntityId,
  type TesseraError,
} from '../src/index.ts';
import { recordsOf, runTransaction } from '../src/records/facade.ts';
import { install, makeWorld, type World } from './world.ts';

const Box = defineEntity('gear.box', {
  label: { en: 'Box' },
  plural: { en: 'Boxes' },
  path: 'boxes',
  title: 'name',
  fields: {
    name: text().required(),
    parts: rollup({ entity: 'gear.item', via: 'box', function: 'sum', field: 'parts' }),
  },
});
const Item = defineEntity('gear.item', {
  label: { en: 'Item' },
  plural: { en: 'Items' },
  path: 'items',
  title: 'name',
  fields: {
    name: text().required().searchable(),
    code: text().unique(),
    box: ref('gear.box', { onDelete: 'cascade' }),
    parts: rollup({
      entity: 'gear.part',
      via: 'item',
      function: 'count',
      filter: { or: [{ name: { ne: 'hidden' } }] },
    }),
  },
});
const Part = defineEntity('gear.part', {
  label: { en: 'Part' },
  plural: { en: 'Parts' },
  path: 'parts',
  title: 'name',
  fields: {
    name: text().required(),
    item: ref('gear.item', { onDelete: 'cascade' }),
    box: ref('gear.box'),
    spare: ref('gear.item', { onDelete: 'clear' }),
  },
});
const gear = definePlugin({
  entities: [Box, Item, Part],
  hooks: [
    on(Part, 'deleting', (_ctx, { before }) =>
      before?.['name'] === 'glued' ? { reason: 'It is glued.' } : undefined,
    ),
    on(Part, 'creating', async (ctx, { values }) => {
      if (values['name'] === 'noisy')
        await ctx.emit('gear.noise.heard' as never, { loud: true } as never);
      return undefined;
    }),
  ],
});

let world: World;
const records = recordsOf();
const asSystem = <T>(work: () => Promise<T>): Promise<T> => world.as(world.system, work);
beforeAll(async () => {
  world = await makeWorld({ plugins: [install(gear, { id: 'gear' })] });
});
afterAll(() => world.close());
const failure = async (work: Promise<unknown>): Promise<TesseraError> =>
  work.then(
    () => expect.fail('it should have failed'),
    (error: TesseraError) => error,
  );

describe('what a deletion takes along', () => {
  it('goes down all levels; what needs a record that goes along is no hindrance when it goes too', () =>
    asSystem(async () => {
      const box = await records(Box).create({ name: 'B' });
      const item = await records(Item).create({ name: 'I', box: box.id });
      const part = await records(Part).create({ name: 'P', item: item.id, box: box.id });
      expect(await records(Box).delete(box.id)).toMatchObject({ count: 3 });
      for (const [entity, id] of [
        [Item.id as EntityId, item.id],
        [Part.id as EntityId, part.id],
      ] as const) {
        expect(await records(entity).find(id)).toBeUndefined();
        expect(await records(entity).find(id, { deleted: true })).toMatchObject({ version: 2 });
      }
      await records(Box).restore(box.id);
      expect(await records(Part).get(part.id)).toMatchObject({
        item: item.id,
        box: box.id,
        version: 3,
      });
      expect(await records(Box).get(box.id)).toMatchObject({ parts: '1' });
    }));

  it('a live record outside keeps the whole batch', () =>
    asSystem(async () => {
      const box = await records(Box).create({ name: 'B' });
      const item = await records(Item).create({ name: 'I', box: box.id });
      await records(Part).create({ name: 'elsewhere', box: box.id });
      expect(await failure(records(Box).delete(box.id))).toMatchObject({
        code: 'CORE_RECORD_IN_USE',
        details: { by: 'parts', count: 1 },
      });
      expect(await records(Item).get(item.id)).toMatchObject({ version: 1 });
    }));

  it('a guard of what goes along refuses the whole', () =>
    asSystem(async () => {
      const box = await records(Box).create({ name: 'B' });
      const item = await records(Item).create({ name: 'I', box: box.id });
      await records(Part).create({ name: 'glued', item: item.id });
      expect(await failure(records(Box).delete(box.id))).toMatchObject({ message: 'It is glued.' });
      expect(await records(Item).find(item.id)).toBeDefined();
    }));

  it('a reference that is to be cleared is cleared, with a version, audit and event', () =>
    asSystem(async () => {
      const item = await records(Item).create({ name: 'I' });
      const part = await records(Part).create({ name: 'P', spare: item.id });
      await records(Item).delete(item.id);
      expect(await records(Part).get(part.id)).toMatchObject({ spare: null, version: 2 });
      const [audit] = await world.kernel.database.query(
        `select changes from tessera.audit where record_id = $1 and action = 'update'`,
        [part.id],
      );
      expect(audit).toEqual({ changes: { spare: [item.id, null] } });
      const [event] = await world.kernel.database.query(
        `select payload -> 'changed' as changed from tessera.event where record_id = $1 and name = 'gear.part.updated'`,
        [part.id],
      );
      expect(event).toEqual({ changed: ['spare'] });
    }));

  it('a restoration names the entity and field that is taken', () =>
    asSystem(async () => {
      const box = await records(Box).create({ name: 'B' });
      await records(Item).create({ name: 'I', box: box.id, code: 'c1' });
      await records(Box).delete(box.id);
      await records(Item).create({ name: 'J', code: 'c1' });
      const error = await failure(records(Box).restore(box.id));
      expect(error).toMatchObject({
        code: 'CORE_VALUE_TAKEN',
        details: { entity: 'item', fields: 'Code' },
      });
      expect(await records(Box).find(box.id)).toBeUndefined();
    }));
});

describe('roll-ups over roll-ups', () => {
  it('reach the top, and count what the filter keeps', () =>
    asSystem(async () => {
      const box = await records(Box).create({ name: 'B' });
      const item = await records(Item).create({ name: 'I', box: box.id });
      const part = await records(Part).create({ name: 'one', item: item.id });
      await records(Part).create({ name: 'hidden', item: item.id });
      expect(await records(Box).get(box.id)).toMatchObject({ parts: '1' });
      await records(Part).update(part.id, { name: 'hidden' });
      expect(await records(Box).get(box.id)).toMatchObject({ parts: '0' });
    }));
});

describe('events of a plugin', () => {
  const heard = () =>
    world.kernel.database.query(
      `select payload from tessera.event where name = 'gear.noise.heard'`,
    );

  it('are written with the transaction, and not without it', () =>
    asSystem(async () => {
      const work = runTransaction(currentExecution(), async () => {
        await records(Part).create({ name: 'noisy' });
        throw new Error('no');
      });
      await expect(work).rejects.toThrow('no');
      expect(await heard()).toEqual([]);
      await records(Part).create({ name: 'noisy' });
      expect(await heard()).toEqual([{ payload: { loud: true } }]);
    }));
});

describe('the tables beside the records', () => {
  it('keep a row in the partition of its month', () =>
    asSystem(async () => {
      await records(Box).create({ name: 'B' });
      for (const table of ['audit', 'event']) {
        const rows = await world.kernel.database.query(
          `select distinct tableoid::regclass::text as part from tessera.${table}`,
        );
        expect(rows.map((row) => row['part'])).toEqual([
          expect.stringMatching(new RegExp(`^tessera\\.${table}_\\d{4}_\\d\\d$`)),
        ]);
      }
    }));
});
