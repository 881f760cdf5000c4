import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TesseraError } from '../src/index.ts';
import { currentExecution } from '../src/plugin/execution.ts';
import { recordsOf, runTransaction } from '../src/records/facade.ts';
import { Company, Deal, makeWorld, Person, type World } from './world.ts';

let world: World;
const records = recordsOf();
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const asSystem = <T>(work: () => Promise<T>): Promise<T> => world.as(world.system, work);
const failure = async (work: Promise<unknown>): Promise<TesseraError> =>
  work.then(
    () => expect.fail('it should have failed'),
    (error: TesseraError) => error,
  );
const select = async (text: string, values: unknown[] = []) =>
  await world.kernel.database.query(text, values);
const auditOf = (id: string) =>
  select(
    'select action, changes, actor_name, source, plugin from tessera.audit where record_id = $1 order by id',
    [id],
  );
const eventsOf = (id: string) =>
  select(
    'select name, payload, history from tessera.event_told where record_id = $1 order by sequence',
    [id],
  );
const searchOf = (id: string) =>
  select(
    'select c.key as class, c.value as content from tessera.search, jsonb_each_text(content) c where record_id = $1 order by 1',
    [id],
  );

describe('in bulk', () => {
  it('each: writes the rest and tells which failed', () =>
    asSystem(async () => {
      await records(Company).create({ name: 'Taken', taxCode: 'bulk' });
      const items = Array.from({ length: 20 }, (_, index) => ({
        name: `Bulk ${index}`,
        taxCode: `bulk-${index}`,
      }));
      const outcomes = await records(Company).createMany(
        [...items, { name: 'x', taxCode: 'bulk' }, { name: '' }, { name: 'y', taxCode: 'bulk-3' }],
        { atomic: 'each' },
      );
      expect(outcomes.slice(0, 20).every(({ status }) => status === 'created')).toBe(true);
      expect(outcomes.slice(20)).toMatchObject([
        { status: 'failed', code: 'CORE_VALUE_TAKEN' },
        { status: 'failed', code: 'CORE_INPUT_INVALID' },
        { status: 'failed', code: 'CORE_VALUE_TAKEN' },
      ]);
      expect(await records(Company).count({ name: { startsWith: 'Bulk ' } })).toBe(20);
    }));

  it('each, in a transaction: many go in by several statements, and those that fail take no other along', () =>
    asSystem(async () => {
      await records(Company).create({ name: 'Taken', taxCode: 'parts' });
      const items = Array.from({ length: 300 }, (_, index) => ({
        name: `Part ${index}`,
        taxCode: `part-${index}`,
      }));
      items[10]!.taxCode = 'parts';
      items[260]!.taxCode = 'part-5';
      const outcomes = await runTransaction(currentExecution(), () =>
        records(Company).createMany(items, { atomic: 'each' }),
      );
      const failed = outcomes.flatMap(({ status }, index) => (status === 'failed' ? [index] : []));
      expect(failed).toEqual([10, 260]);
      const { records: found } = await records(Company).query({
        filter: { name: { startsWith: 'Part ' } },
        fields: ['name'],
        limit: 1000,
      });
      expect(found.map(({ name }) => name)).toEqual(
        items.filter((_item, index) => !failed.includes(index)).map(({ name }) => name),
      );
    }));

  it('all: one failure leaves nothing behind', () =>
    asSystem(async () => {
      await records(Company).create({ name: 'Taken', taxCode: 'all' });
      for (const bad of [{ name: 'x', taxCode: 'all' }, { name: '' }]) {
        const outcomes = await records(Company).createMany([
          { name: 'Whole 1' },
          bad,
          { name: 'Whole 2' },
        ]);
        expect(outcomes.map((one) => 'code' in one && one.code)).toEqual([
          'CORE_BATCH_REFUSED',
          bad.taxCode ? 'CORE_VALUE_TAKEN' : 'CORE_INPUT_INVALID',
          'CORE_BATCH_REFUSED',
        ]);
      }
      expect(await records(Company).count({ name: { startsWith: 'Whole' } })).toBe(0);
      expect(
        await select(`select 1 from tessera.audit where changes -> 'name' ->> 1 like 'Whole%'`),
      ).toEqual([]);
      expect(
        await select(
          `select 1 from tessera.event_told where payload -> 'after' ->> 'name' like 'Whole%'`,
        ),
      ).toEqual([]);
    }));

  it('updates columns of each record only, though one statement writes them all', () =>
    asSystem(async () => {
      const one = await records(Company).create({
        name: 'Mixed 1',
        employees: 1,
        industry: 'retail',
      });
      const two = await records(Company).create({
        name: 'Mixed 2',
        employees: 2,
        industry: 'medical',
      });
      const outcomes = await records(Company).updateMany([
        { id: one.id, changes: { employees: 10 } },
        {
          id: two.id,
          changes: { industry: 'software', revenue: { amount: '5', currency: 'USD' } },
        },
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['updated', 'updated']);
      expect(await records(Company).get(one.id)).toMatchObject({
        employees: 10,
        industry: 'retail',
        revenue: null,
      });
      expect(await records(Company).get(two.id)).toMatchObject({
        employees: 2,
        industry: 'software',
        revenue: { amount: '5.00', base: '5.00' },
      });
    }));

  it('updates what it can and answers in the order sent', () =>
    asSystem(async () => {
      const one = await records(Company).create({ name: 'U1', taxCode: 'u1' });
      const two = await records(Company).create({ name: 'U2', taxCode: 'u2' });
      const outcomes = await records(Company).updateMany(
        [
          { id: one.id, changes: { taxCode: 'u2' } },
          { id: two.id, changes: { name: 'U2' } },
          { id: two.id, changes: { name: 'U2b' }, ifVersion: 7 },
          { id: '01900000-0000-7000-8000-000000000000', changes: {} },
        ],
        { atomic: 'each' },
      );
      expect(outcomes).toMatchObject([
        { status: 'failed', code: 'CORE_VALUE_TAKEN' },
        { status: 'unchanged', id: two.id, version: 1 },
        { status: 'failed', code: 'CORE_VERSION_MISMATCH' },
        { status: 'failed', code: 'CORE_RECORD_MISSING' },
      ]);
    }));
});

describe('deleting', () => {
  it('takes cascading records along and brings exactly those back', () =>
    asSystem(async () => {
      const company = await records(Company).create({ name: 'Parent', taxCode: 'del' });
      const kept = await records(Person).create({ name: 'Before', company: company.id });
      const along = await records(Person).create({ name: 'Along', company: company.id });
      await records(Person).delete(kept.id);
      const { batch, count } = await records(Company).delete(company.id);
      expect({ batch: typeof batch, count }).toEqual({ batch: 'string', count: 2 });
      expect(await records(Company).find(company.id)).toBeUndefined();
      expect(await records(Person).find(along.id)).toBeUndefined();
      expect(await searchOf(along.id)).toEqual([]);
      expect((await eventsOf(along.id)).at(-1)).toMatchObject({
        name: 'toy.person.deleted',
        payload: { after: null, before: { name: 'Along' } },
      });

      const back = await records(Company).restore(company.id);
      expect(back).toMatchObject({ name: 'Parent', version: 3, deletedAt: null });
      expect(await records(Person).get(along.id)).toMatchObject({ company: company.id });
      expect(await records(Person).find(kept.id)).toBeUndefined();
      expect(await searchOf(along.id)).toHaveLength(1);
      expect((await auditOf(along.id)).map((row) => row['action'])).toEqual([
        'create',
        'delete',
        'restore',
      ]);
    }));

  it('restores the batch also from a record that only went along', () =>
    asSystem(async () => {
      const company = await records(Company).create({ name: 'Parent' });
      const along = await records(Person).create({ name: 'Along', company: company.id });
      await records(Company).delete(company.id);
      await records(Person).restore(along.id);
      expect(await records(Company).find(company.id)).toBeDefined();
    }));

  it('refuses while live records need it', () =>
    asSystem(async () => {
      const company = await records(Company).create({ name: 'Needed' });
      const deal = await records(Deal).create({ name: 'D', company: company.id });
      const error = await failure(records(Company).delete(company.id));
      expect(error).toMatchObject({
        code: 'CORE_RECORD_IN_USE',
        details: { entity: 'company', by: 'deals', count: 1 },
      });
      await records(Deal).delete(deal.id);
      await expect(records(Company).delete(company.id)).resolves.toMatchObject({ count: 1 });
    }));

  it('refuses a restoration whose unique value was taken meanwhile', () =>
    asSystem(async () => {
      const old = await records(Company).create({ name: 'Old', taxCode: 'collide' });
      await records(Company).delete(old.id);
      await records(Company).create({ name: 'New', taxCode: 'collide' });
      const error = await failure(records(Company).restore(old.id));
      expect(error).toMatchObject({
        code: 'CORE_VALUE_TAKEN',
        problems: [{ pointer: '/taxCode' }],
      });
      expect(await records(Company).find(old.id)).toBeUndefined();
    }));

  it('deletes in bulk what may go, with a batch for each', () =>
    asSystem(async () => {
      const used = await records(Company).create({ name: 'Used' });
      await records(Deal).create({ name: 'D', company: used.id });
      const free = await records(Company).create({ name: 'Free' });
      const child = await records(Company).create({ name: 'Child', parent: free.id });
      const outcomes = await records(Company).deleteMany([used.id, free.id, child.id], {
        atomic: 'each',
      });
      expect(outcomes).toMatchObject([
        { status: 'failed', code: 'CORE_RECORD_IN_USE' },
        { status: 'deleted', id: free.id, version: 2 },
        { status: 'deleted' },
      ]);
      expect(
        (await records(Company).deleteMany([used.id, used.id])).map(({ status }) => status),
      ).toEqual(['failed', 'failed']);
      const restored = await records(Company).restoreMany([free.id, used.id]);
      expect(restored.map(({ status }) => status)).toEqual(['restored', 'unchanged']);
      expect(await records(Company).find(child.id)).toBeUndefined();
    }));
});
