import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  currentExecution,
  renewSharingRules,
  settleSharingRules,
  type Principal,
} from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { applyRule, makeRule, matching, sharedBy } from './sharing-world.ts';
import { Company, Deal, makeWorld, Person, type World } from './world.ts';

let world: World;
let mate: Principal;

beforeAll(async () => {
  world = await makeWorld();
  mate = await world.user('Mate', {
    grants: [{ entity: 'toy.*', actions: { read: 'own', update: 'own' } }],
  });
});
afterAll(() => world.close());

const write = <T>(work: () => Promise<T>): Promise<T> => world.as(world.system, work);

test('a rule shares what is there and what comes, and no more', async () => {
  const old = await write(() => recordsOf()(Company).create({ name: 'Old', industry: 'retail' }));
  const other = await write(() => recordsOf()(Company).create({ name: 'Other' }));
  const rule = await makeRule(world, {
    entity: 'toy.company',
    filter: { industry: 'retail' },
    to: mate,
  });
  const fresh = await write(() =>
    recordsOf()(Company).create({ name: 'Fresh', industry: 'retail' }),
  );
  expect(await sharedBy(world, rule)).toEqual([fresh.id]);
  await applyRule(world, rule);
  expect(await sharedBy(world, rule)).toEqual([old.id, fresh.id].toSorted());
  await write(async () => {
    await recordsOf()(Company).update(other.id, { industry: 'retail' });
    await recordsOf()(Company).update(old.id, { industry: 'medical' });
  });
  expect(await sharedBy(world, rule)).toEqual([other.id, fresh.id].toSorted());
  const seen = await world.as(mate, () =>
    recordsOf()(Company).query({ sort: [{ field: 'name', direction: 'asc' }] }),
  );
  expect(seen.records.map(({ name }) => name)).toEqual(['Fresh', 'Other']);
});

test('a rule of one host is followed by another that was not told', async () => {
  const second = await makeWorld({ pool: world.pool });
  try {
    await second.as(second.system, () => recordsOf()(Company).create({ name: 'Known' }));
    const [row] = await world.kernel.database.query<{ id: string }>(
      `insert into tessera.sharing_rule (name, entity, filter, user_id, actions)
       values ('Silent', 'toy.company', '{"name": "Silent"}', $1, '{read}') returning id`,
      [mate.userId],
    );
    const made = await second.as(second.system, () =>
      recordsOf()(Company).create({ name: 'Silent' }),
    );
    expect(await sharedBy(world, row!.id)).toEqual([made.id]);
  } finally {
    await second.close();
  }
});

test('a change of what a filter reaches through references renews the shares', async () => {
  const company = await write(() => recordsOf()(Company).create({ name: 'Parent' }));
  const child = await write(() =>
    recordsOf()(Company).create({ name: 'Child', parent: company.id }),
  );
  const deal = await write(() => recordsOf()(Deal).create({ name: 'D', company: child.id }));
  const filter = { 'company.parent.industry': 'software' };
  const rule = await makeRule(world, { entity: 'toy.deal', filter, to: mate });
  await applyRule(world, rule);
  expect(await sharedBy(world, rule)).toEqual([]);
  await write(() => recordsOf()(Company).update(company.id, { industry: 'software' }));
  expect(await sharedBy(world, rule)).toEqual([deal.id]);
  await write(() => recordsOf()(Company).update(child.id, { parent: null }));
  expect(await sharedBy(world, rule)).toEqual([]);
});

test('a change of records that point here renews the shares, where they were and where they are', async () => {
  const [one, two] = await write(() =>
    Promise.all(['One', 'Two'].map((name) => recordsOf()(Company).create({ name }))),
  );
  const filter = { people: { some: { email: { contains: '@vip' } } } };
  const rule = await makeRule(world, { entity: 'toy.company', filter, to: mate });
  await applyRule(world, rule);
  const person = await write(() =>
    recordsOf()(Person).create({ name: 'V', email: 'v@vip.example', company: one!.id }),
  );
  expect(await sharedBy(world, rule)).toEqual([one!.id]);
  await write(() => recordsOf()(Person).update(person.id, { company: two!.id }));
  expect(await sharedBy(world, rule)).toEqual([two!.id]);
  await write(() => recordsOf()(Person).delete(person.id));
  expect(await sharedBy(world, rule)).toEqual([]);
  await write(() => recordsOf()(Person).restore(person.id));
  expect(await sharedBy(world, rule)).toEqual([two!.id]);
});

test('a roll-up that a filter names is followed, through two entities', async () => {
  const company = await write(() => recordsOf()(Company).create({ name: 'Rolled' }));
  const filter = { 'company.extra_dealCount': { gte: 2 } };
  const rule = await makeRule(world, { entity: 'toy.deal', filter, to: mate });
  await applyRule(world, rule);
  const make = () =>
    write(() => recordsOf()(Deal).create({ name: 'Counted', company: company.id }));
  const first = await make();
  expect(await sharedBy(world, rule)).toEqual([]);
  const second = await make();
  expect(await sharedBy(world, rule)).toEqual([first.id, second.id].toSorted());
  await write(() => recordsOf()(Deal).delete(second.id));
  expect(await sharedBy(world, rule)).toEqual([]);
});

test('a write and a change of what it reaches at the same time do not miss each other', async () => {
  const filter = { 'company.industry': 'medical', name: 'Race' };
  const rule = await makeRule(world, { entity: 'toy.deal', filter, to: mate });
  await applyRule(world, rule);
  for (let round = 0; round < 15; round += 1) {
    const company = await write(() => recordsOf()(Company).create({ name: `Race ${round}` }));
    await Promise.all([
      write(() => recordsOf()(Company).update(company.id, { industry: 'medical' })),
      ...Array.from({ length: 3 }, () =>
        write(() => recordsOf()(Deal).create({ name: 'Race', company: company.id })),
      ),
    ]);
  }
  expect(await sharedBy(world, rule)).toEqual(await matching(world, 'toy.deal', filter));
  expect(await sharedBy(world, rule)).toHaveLength(45);
});

test('two hosts apply a rule at once while others write, and every record is right', async () => {
  await write(async () => {
    for (let part = 0; part < 3; part += 1)
      await recordsOf()(Company).createMany(
        Array.from({ length: 800 }, (_, n) => ({ name: 'Many', employees: n + part })),
      );
  });
  const filter = { name: 'Many', employees: { gte: 400 } };
  const rule = await makeRule(world, { entity: 'toy.company', filter, to: mate });
  const page = await write(() => recordsOf()(Company).query({ filter, limit: 300, fields: [] }));
  await Promise.all([
    applyRule(world, rule),
    applyRule(world, rule),
    write(async () => {
      for (const { id } of page.records.slice(0, 40))
        await recordsOf()(Company).update(id, { employees: 1 });
    }),
  ]);
  expect(await sharedBy(world, rule)).toEqual(await matching(world, 'toy.company', filter));
});

test('a rule that names what is off sleeps with its shares, and wakes', async () => {
  const company = await write(() =>
    recordsOf()(Company).create({ name: 'Tiered', extra_tier: 'gold' } as never),
  );
  const filter = { extra_tier: 'gold' };
  const rule = await makeRule(world, { entity: 'toy.company', filter, to: mate });
  await applyRule(world, rule);
  expect(await sharedBy(world, rule)).toEqual([company.id]);
  await world.kernel.disable('extra');
  const settle = () => world.as(world.system, () => settleSharingRules(currentExecution()));
  expect(await settle()).toEqual([]);
  expect(await sharedBy(world, rule)).toEqual([]);
  await write(() => recordsOf()(Company).update(company.id, { name: 'Renamed' }));
  expect(await sharedBy(world, rule)).toEqual([]);
  await world.kernel.enable('extra');
  const woken = await settle();
  expect(woken).toContain(rule);
  for (const id of woken) await applyRule(world, id);
  expect(await sharedBy(world, rule)).toEqual([company.id]);
});

test('a filter with days that move is right again after the night', async () => {
  const day = (days: number) =>
    new Date(world.clock.time.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const [soon, later] = await write(() =>
    Promise.all(
      [2, 9].map((days) => recordsOf()(Deal).create({ name: 'Dated', closeDate: day(days) })),
    ),
  );
  const filter = { closeDate: { within: 'P7D' } };
  const rule = await makeRule(world, { entity: 'toy.deal', filter, to: mate });
  await applyRule(world, rule);
  expect(await sharedBy(world, rule)).toEqual([soon!.id]);
  world.clock.time = new Date(world.clock.time.getTime() + 5 * 86_400_000);
  const due = await write(() => renewSharingRules(currentExecution()));
  expect(due).toContain(rule);
  for (const id of due) await applyRule(world, id);
  expect(await sharedBy(world, rule)).toEqual([later!.id]);
});
