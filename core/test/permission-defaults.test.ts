import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPrincipal } from '../src/permissions/principal.ts';
import type { Execution } from '../src/plugin/execution.ts';
import { compilePredicate } from '../src/permissions/predicate.ts';
import { aggregateRecords, countRecords, queryRecords } from '../src/records/read.ts';
import { globalSearch } from '../src/records/search.ts';
import { createParameters } from '../src/records/sql-parameters.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
let own: Execution;
let reader: Execution;
let stranger: Execution;

beforeAll(async () => {
  world = await openReadWorld();
  own = await world.user('Own', [{ entity: 'shop.*', actions: { read: 'own', update: 'own' } }]);
  reader = await world.user('Reader', [{ entity: 'shop.*', actions: { read: 'own' } }]);
  stranger = await world.user('Stranger', [{ entity: 'shop.note', actions: { read: 'all' } }]);
  const firm = await world.insert('shop.firm', {
    name: 'firm mine',
    owner_id: own.principal.userId,
  });
  const other = await world.insert('shop.firm', { name: 'firm other' });
  await world.insert('shop.person', { name: 'person mine', firm_id: firm });
  await world.insert('shop.person', { name: 'person other', firm_id: other });
  await world.insert('shop.order', { name: 'order other', firm_id: other });
});
afterAll(() => world.close());

async function share(entity: string, level: string): Promise<void> {
  await world.database.query('delete from tessera.sharing_default');
  if (level !== 'private')
    await world.database.query('insert into tessera.sharing_default values ($1, $2)', [
      entity,
      level,
    ]);
  [own, reader, stranger] = [
    await world.again(own),
    await world.again(reader),
    await world.again(stranger),
  ];
}

async function reached(execution: Execution, entity: string, action: string): Promise<string[]> {
  const parameters = createParameters();
  const model = world.model(entity);
  const predicate = compilePredicate(execution, model, action, 'r', parameters);
  const rows = await world.database.query<{ name: string }>(
    `select name from shop.${model.table} r where ${predicate} order by name`,
    parameters.values,
  );
  return rows.map(({ name }) => name);
}

test.each([
  ['private', ['firm mine'], ['firm mine']],
  ['read', ['firm mine', 'firm other'], ['firm mine']],
  ['write', ['firm mine', 'firm other'], ['firm mine', 'firm other']],
])('the default %s adds records to reading and updating', async (level, read, update) => {
  await share('shop.firm', level);
  expect(await reached(own, 'shop.firm', 'read')).toEqual(read);
  expect(await reached(own, 'shop.firm', 'update')).toEqual(update);
});

test('a default adds nothing to an action without a grant, to another action, or to another entity', async () => {
  await share('shop.firm', 'write');
  expect(await reached(reader, 'shop.firm', 'read')).toEqual(['firm mine', 'firm other']);
  expect(await reached(reader, 'shop.firm', 'update')).toEqual([]);
  expect(await reached(stranger, 'shop.firm', 'read')).toEqual([]);
  await expect(countRecords(stranger, world.model('shop.firm'))).rejects.toMatchObject({
    code: 'CORE_NOT_PERMITTED',
  });
  expect(await reached(own, 'shop.firm', 'delete')).toEqual([]);
  expect(await reached(own, 'shop.order', 'read')).toEqual([]);
});

test('what belongs to a record that everybody reads is read with it, and changed no more than before', async () => {
  await share('shop.firm', 'write');
  expect(await reached(own, 'shop.person', 'read')).toEqual(['person mine', 'person other']);
  expect(await reached(own, 'shop.person', 'update')).toEqual([]);
  await share('shop.firm', 'private');
  expect(await reached(own, 'shop.person', 'read')).toEqual(['person mine']);
});

test('a default is one truth in lists, counts, groups and search', async () => {
  await share('shop.firm', 'read');
  const model = world.model('shop.firm');
  const page = await queryRecords(reader, model, { count: 'exact' });
  const groups = await aggregateRecords(reader, model, {
    groupBy: ['name'],
    measures: { n: 'count' },
  });
  const found = await globalSearch(reader, 'firm');
  expect([
    page.records.length,
    page.total,
    groups.length,
    found.filter(({ entity }) => entity === 'shop.firm').length,
    await countRecords(reader, model),
  ]).toEqual([2, 2, 2, 2, 2]);
});

test('what everybody of the staff may see nobody of the portal sees by it', async () => {
  await share('shop.firm', 'write');
  const principal = await loadPrincipal(world.database, reader.principal.userId!, 'portal');
  expect(await reached({ ...reader, principal: principal! }, 'shop.firm', 'read')).toEqual([]);
});
