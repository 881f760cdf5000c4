import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TesseraError } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Company, makeWorld, Person, type World } from './world.ts';

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
