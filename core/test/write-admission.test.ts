import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TesseraError } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Company, makeWorld, Person, type World } from './world.ts';

let world: World;
const records = recordsOf();
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const narrow = (name: string): ReturnType<World['user']> =>
  world.user(name, {
    grants: [{ entity: 'toy.*', actions: { create: 'own', read: 'own', update: 'own' } }],
  });
const failure = async (work: Promise<unknown>): Promise<TesseraError> =>
  work.then(
    () => expect.fail('it should have failed'),
    (error: TesseraError) => error,
  );

it('a reference out of reach leaves nothing behind, and is told with every other problem', async () => {
  const rep = await narrow('Rep');
  const hidden = await world.as(world.system, () => records(Company).create({ name: 'Hidden' }));
  await world.as(rep, async () => {
    const alone = await failure(records(Person).create({ name: 'Stray', company: hidden.id }));
    expect(alone.problems.map(({ pointer }) => pointer)).toEqual(['/company']);
    const both = await failure(records(Person).create({ company: hidden.id } as never));
    expect(both.problems.map(({ pointer }) => pointer).toSorted()).toEqual(['/company', '/name']);
  });
  const left = await world.as(world.system, async () => [
    await records(Person).count({ name: 'Stray' }),
    (
      await world.kernel.database.query(
        `select 1 from tessera.audit where entity = 'toy.person' and user_id = $1`,
        [rep.userId],
      )
    ).length,
  ]);
  expect(left).toEqual([0, 0]);
});

it('of many records those out of scope fail, and the others are made', async () => {
  const rep = await narrow('Maker');
  const outcomes = await world.as(rep, () =>
    records(Company).createMany([{ name: 'Own' }, { name: 'Nobody’s', owner: null }], {
      atomic: 'each',
    }),
  );
  expect(outcomes).toMatchObject([
    { status: 'created' },
    { status: 'failed', code: 'CORE_NOT_PERMITTED' },
  ]);
  expect(await world.as(world.system, () => records(Company).count({ name: 'Nobody’s' }))).toBe(0);
});

it('whoever gives a record away is not shown it any more', async () => {
  const giver = await narrow('Giver');
  const kept = await world.as(giver, () => records(Company).create({ name: 'Kept' }));
  const given = await world.as(giver, () => records(Company).update(kept.id, { owner: null }));
  expect(given).toEqual({ id: kept.id, version: 2 });
});
