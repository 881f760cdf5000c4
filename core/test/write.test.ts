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
    'select name, payload, history from tessera.event where record_id = $1 order by sequence',
    [id],
  );
const searchOf = (id: string) =>
  select('select class, content from tessera.search where record_id = $1 order by class', [id]);

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
          `select 1 from tessera.event where payload -> 'after' ->> 'name' like 'Whole%'`,
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

describe('what the principal may', () => {
  it('own: creates for itself only, and writes its own records only', async () => {
    const rep = await world.user('Rep', {
      roles: ['rep'],
      grants: [
        { entity: 'toy.*', actions: { create: 'own', read: 'all', update: 'own', delete: 'own' } },
        { entity: 'tessera.user', actions: { read: 'all' } },
      ],
    });
    const foreign = await asSystem(() => records(Company).create({ name: 'Foreign' }));
    await world.as(rep, async () => {
      const mine = await records(Company).create({ name: 'Mine' });
      expect(mine).toMatchObject({ owner: rep.userId, createdBy: rep.userId });
      await expect(records(Company).update(mine.id, { name: 'Still mine' })).resolves.toMatchObject(
        { version: 2 },
      );
      expect(await failure(records(Company).update(foreign.id, { name: 'x' }))).toMatchObject({
        code: 'CORE_NOT_PERMITTED',
        status: 403,
      });
      expect(await failure(records(Company).delete(foreign.id))).toMatchObject({
        code: 'CORE_NOT_PERMITTED',
      });
      expect(
        await failure(records(Company).create({ name: 'Nobody’s', owner: null })),
      ).toMatchObject({ code: 'CORE_NOT_PERMITTED' });
    });
    expect((await asSystem(() => records(Company).get(foreign.id))).version).toBe(1);
    expect(await asSystem(() => records(Company).count({ name: 'Nobody’s' }))).toBe(0);
  });

  it('what it may not read is missing; a reference to it is refused', async () => {
    const rep = await world.user('Narrow', {
      grants: [
        { entity: 'toy.*', actions: { create: 'own', read: 'own', update: 'all', delete: 'all' } },
      ],
    });
    const foreign = await asSystem(() => records(Company).create({ name: 'Hidden' }));
    await world.as(rep, async () => {
      expect(await failure(records(Company).update(foreign.id, { name: 'x' }))).toMatchObject({
        code: 'CORE_RECORD_MISSING',
      });
      expect(await failure(records(Company).delete(foreign.id))).toMatchObject({
        code: 'CORE_RECORD_MISSING',
      });
      expect(
        await failure(records(Person).create({ name: 'P', company: foreign.id })),
      ).toMatchObject({
        problems: [{ pointer: '/company', detail: 'There is no company with this id.' }],
      });
    });
  });

  it('fields: hidden ones are unknown, read-only and masked ones keep their value', async () => {
    const clerk = await world.user('Clerk', {
      grants: [
        {
          entity: 'toy.company',
          actions: { create: 'all', read: 'all', update: 'all' },
          fields: { employees: 'none', industry: 'read', taxCode: 'mask', '*': 'write' },
        },
      ],
    });
    const made = await asSystem(() =>
      records(Company).create({ name: 'F', employees: 5, industry: 'retail', taxCode: 'secret1' }),
    );
    await world.as(clerk, async () => {
      const hidden = await failure(records(Company).update(made.id, { employees: 6 }));
      const unknown = await failure(records(Company).update(made.id, { nothing_here: 6 }));
      expect(hidden.problems[0]?.detail.replace('employees', '*')).toBe(
        unknown.problems[0]?.detail.replace('nothing_here', '*'),
      );
      const changed = await records(Company).update(made.id, {
        name: 'G',
        industry: 'software',
        taxCode: 'x',
      });
      expect(changed).toMatchObject({ name: 'G', industry: 'retail', taxCode: '•••ret1' });
      expect(changed).not.toHaveProperty('employees');
    });
    expect(await asSystem(() => records(Company).get(made.id))).toMatchObject({
      employees: 5,
      taxCode: 'secret1',
    });
  });

  it('history needs its own permission', async () => {
    const boss = await world.user('Boss', {
      grants: [{ entity: '*', actions: { create: 'all', read: 'all' } }],
    });
    await world.as(boss, async () => {
      const error = await failure(records(Company).create({ name: 'H' }, { history: true }));
      expect(error.code).toBe('CORE_NOT_PERMITTED');
    });
  });

  it('an owner brings the owner’s team', async () => {
    const team = await asSystem(() => records('tessera.team').create({ name: 'North' }));
    const other = await asSystem(() => records('tessera.team').create({ name: 'South' }));
    const ann = await world.user('Ann', {
      team: team.id,
      grants: [{ entity: '*', actions: { create: 'all', read: 'all', update: 'all' } }],
    });
    const ben = await world.user('Ben', { team: other.id });
    await world.as(ann, async () => {
      const made = await records(Company).create({ name: 'Teamed' });
      expect(made).toMatchObject({ owner: ann.userId, team: team.id });
      expect(await records(Company).update(made.id, { owner: ben.userId })).toMatchObject({
        team: other.id,
      });
    });
  });
});
