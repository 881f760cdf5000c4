import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TesseraError } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
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

describe('creating', () => {
  it('answers the record in wire form, as a later read does', () =>
    asSystem(async () => {
      const made = await records(Company).create({
        name: '  Acme  ',
        industry: 'retail',
        tags: ['a', 'b'],
        revenue: { amount: '1054', currency: 'CNY' },
        employees: 12,
        score: 12.5,
        founded: '2001-02-28',
        taxCode: 'T-1',
      });
      expect(made).toMatchObject({
        name: 'Acme',
        version: 1,
        source: 'api',
        revenue: { amount: '1054.00', currency: 'CNY', base: '147.56' },
        score: 12.5,
        extra_dealCount: 0,
        extra_openAmount: { amount: '0.00', currency: 'USD' },
      });
      expect(made).toEqual(await records(Company).get(made.id));
    }));

  it('writes audit, event and search rows with the record', () =>
    asSystem(async () => {
      const { id } = await records(Company).create({
        name: 'Told',
        taxCode: 'T-told',
        active: false,
      });
      const [audit, ...more] = await auditOf(id);
      expect(more).toEqual([]);
      expect(audit).toMatchObject({
        action: 'create',
        actor_name: 'test',
        source: 'api',
        plugin: 'toy',
      });
      expect(audit?.['changes']).toMatchObject({
        name: [null, 'Told'],
        active: [null, false],
        taxCode: [null, 'T-told'],
      });
      expect(audit?.['changes']).not.toHaveProperty('industry');
      expect(await eventsOf(id)).toMatchObject([
        {
          name: 'toy.company.created',
          history: false,
          payload: { record: id, before: null, after: { name: 'Told' } },
        },
      ]);
      expect((await searchOf(id)).map((row) => row['class'])).toEqual(['main', 'taxCode']);
    }));

  it('tells all problems at once and writes nothing', () =>
    asSystem(async () => {
      const before = await records(Company).count();
      const error = await failure(
        records(Company).create({
          name: '',
          industry: 'nothing' as never,
          parent: '01900000-0000-7000-8000-000000000000',
          revenue: { amount: '1', currency: 'XXX' },
          unknown_field: 1,
        }),
      );
      expect(error.code).toBe('CORE_INPUT_INVALID');
      const pointers = error.problems.map(({ pointer }) => pointer);
      expect(pointers).toEqual(
        expect.arrayContaining(['/name', '/industry', '/parent', '/unknown_field']),
      );
      expect(error.problems.find(({ pointer }) => pointer === '/parent')?.detail).toBe(
        'There is no company with this id.',
      );
      expect(await records(Company).count()).toBe(before);
    }));

  it('refuses a value that another live record has, and names the field only', () =>
    asSystem(async () => {
      const first = await records(Company).create({ name: 'One', taxCode: 'same' });
      const error = await failure(records(Company).create({ name: 'Two', taxCode: 'same' }));
      expect(error).toMatchObject({
        code: 'CORE_VALUE_TAKEN',
        problems: [{ pointer: '/taxCode' }],
      });
      expect(JSON.stringify([error.message, error.details, error.problems])).not.toContain(
        first.id,
      );
      await records(Company).delete(first.id);
      await expect(
        records(Company).create({ name: 'Two', taxCode: 'same' }),
      ).resolves.toMatchObject({ version: 1 });
    }));

  it('gives numbers without gaps or doubles, also in a batch', () =>
    asSystem(async () => {
      const outcomes = await records(Deal).createMany([
        { name: 'a' },
        { name: 'b' },
        { name: 'c' },
      ]);
      const numbers = await Promise.all(
        outcomes.map(async (one) => (await records(Deal).get('id' in one ? one.id : '')).number),
      );
      expect(numbers).toEqual(['D-0001', 'D-0002', 'D-0003']);
      const [audit] = await auditOf('id' in outcomes[0]! ? outcomes[0].id : '');
      expect(audit?.['changes']).toMatchObject({ number: [null, 'D-0001'] });
    }));

  it('refuses what a reference to another entity would be', () =>
    asSystem(async () => {
      const person = await records(Person).create({ name: 'P' });
      const error = await failure(records(Person).create({ name: 'Q', company: person.id }));
      expect(error.problems).toEqual([
        { pointer: '/company', detail: 'There is no company with this id.' },
      ]);
    }));
});

describe('updating', () => {
  it('writes only what differs, and nothing when nothing does', () =>
    asSystem(async () => {
      const made = await records(Company).create({
        name: 'Same',
        revenue: { amount: '10.5', currency: 'CNY' },
        score: 3,
        tags: ['a'],
      });
      const echoed = await records(Company).update(made.id, {
        ...made,
        revenue: { amount: '10.50', currency: 'CNY' },
      } as never);
      expect(echoed.version).toBe(1);
      expect(await auditOf(made.id)).toHaveLength(1);
      const changed = await records(Company).update(made.id, { name: 'Other', score: 3 });
      expect(changed.version).toBe(2);
      expect(await auditOf(made.id)).toMatchObject([
        {},
        { action: 'update', changes: { name: ['Same', 'Other'] } },
      ]);
      expect((await eventsOf(made.id)).at(-1)).toMatchObject({
        name: 'toy.company.updated',
        payload: { before: { name: 'Same' }, after: { name: 'Other' }, changed: ['name'] },
      });
      expect((await searchOf(made.id))[0]?.['content']).toContain('other');
      expect(changed).toEqual(await records(Company).get(made.id));
    }));

  it('removes a search row whose fields are cleared', () =>
    asSystem(async () => {
      const { id } = await records(Company).create({ name: 'Cleared', taxCode: 'gone' });
      await records(Company).update(id, { taxCode: null });
      expect((await searchOf(id)).map((row) => row['class'])).toEqual(['main']);
    }));

  it('refuses an old version and tells what changed since', () =>
    asSystem(async () => {
      const { id } = await records(Company).create({ name: 'V1' });
      await records(Company).update(id, { name: 'V2' });
      await records(Company).update(id, { employees: 4 });
      const error = await failure(records(Company).update(id, { name: 'V3' }, { ifVersion: 1 }));
      expect(error).toMatchObject({
        code: 'CORE_VERSION_MISMATCH',
        details: { expected: 1, actual: 3, changed: ['employees', 'name'] },
      });
      await expect(
        records(Company).update(id, { name: 'V3' }, { ifVersion: 3 }),
      ).resolves.toMatchObject({ version: 4 });
    }));

  it('keeps required fields and names what is missing', () =>
    asSystem(async () => {
      const { id } = await records(Company).create({ name: 'Must' });
      const error = await failure(records(Company).update(id, { name: null as never }));
      expect(error.problems).toMatchObject([{ pointer: '/name' }]);
      const missing = await failure(
        records(Company).update('01900000-0000-7000-8000-000000000000', { name: 'x' }),
      );
      expect(missing.code).toBe('CORE_RECORD_MISSING');
      expect((await failure(records(Company).update('no id', { name: 'x' }))).code).toBe(
        'CORE_RECORD_MISSING',
      );
    }));

  it('makes two changes of one record in a batch one after the other', () =>
    asSystem(async () => {
      const { id } = await records(Company).create({ name: 'Twice' });
      for (const atomic of ['all', 'each'] as const) {
        const outcomes = await records(Company).updateMany(
          [
            { id, changes: { name: `${atomic} 1`, employees: 1 } },
            { id, changes: { name: `${atomic} 2` } },
          ],
          { atomic },
        );
        expect(outcomes.map(({ status }) => status)).toEqual(['updated', 'updated']);
        expect((await records(Company).get(id)).name).toBe(`${atomic} 2`);
      }
    }));
});
