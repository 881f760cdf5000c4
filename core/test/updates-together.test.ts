import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Grant, Principal, TesseraError } from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Company, makeWorld, type World } from './world.ts';

let world: World;
let rep: Principal;
/** What was sent to the database since it was last emptied. */
const sent: string[] = [];
const records = recordsOf();
const grants: readonly Grant[] = [
  { entity: 'toy.*', actions: { create: 'own', read: 'own', update: 'own' } },
];

interface Changing {
  readonly id: string;
  readonly changes: object;
  readonly ifVersion?: number;
  readonly by?: Principal;
}

beforeAll(async () => {
  world = await makeWorld();
  rep = await world.user('Rep', { grants: [...grants] });
  const query = world.pool.query.bind(world.pool) as (...parts: unknown[]) => unknown;
  world.pool.query = ((...parts: unknown[]) => {
    sent.push(String((parts[0] as { text?: string }).text ?? parts[0]));
    return query(...parts);
  }) as typeof world.pool.query;
});
beforeEach(() => sent.splice(0));
afterAll(() => world?.close());

async function make(names: readonly string[], more = {}, by = rep): Promise<string[]> {
  const made = await Promise.all(
    names.map((name) => world.as(by, () => records(Company).create({ name, ...more }))),
  );
  sent.splice(0);
  return made.map(({ id }) => id);
}

/** Changes companies at once, each as a request of its own. */
const changeAll = (changing: readonly Changing[]) =>
  Promise.all(
    changing.map(({ id, changes, ifVersion, by = rep }) =>
      world
        .as(by, () => records(Company).update(id, changes, { ifVersion }))
        .catch((error: TesseraError) => error),
    ),
  );
const codesOf = (answers: readonly object[]): unknown[] =>
  answers.map((one) => ('code' in one ? one.code : 'changed'));
const statements = (kind: string): number => sent.filter((text) => text.includes(kind)).length;
const updates = () => statements('update "toy"."company"');
const reads = () => sent.filter((text) => text.startsWith('select r.')).length;
const tracesOf = (ids: readonly string[]) =>
  world.kernel.database.query(
    `select c.name, c.version, c.updated_by, a.user_id, a.request_id, a.at = c.updated_at as "sameMoment", e.at = c.updated_at as "heardThen",
       a.changes->'name' as told, e.name as event, e.payload->'before'->>'name' as "heardBefore", e.payload->'after'->>'name' as heard,
       s.content->>'main' as found
     from toy.company c join tessera.audit a on a.record_id = c.id and a.action = 'update'
       join tessera.event e on e.record_id = c.id and e.name = 'toy.company.updated' join tessera.search s on s.record_id = c.id
     where c.id = any($1) order by c.name`,
    [ids],
  );

it('what one changes at once shares statements, and each is told of by itself', async () => {
  const names = ['Ash', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir'];
  const ids = await make(names);
  const changed = await changeAll(
    ids.map((id, index) => ({ id, changes: { name: `${names[index]} & Co` } })),
  );
  expect(reads()).toBeLessThan(names.length);
  expect(updates()).toBeLessThan(names.length);
  const traces = await tracesOf(ids);
  expect(traces).toMatchObject(
    names.map((name) => ({
      name: `${name} & Co`,
      version: 2,
      updated_by: rep.userId,
      user_id: rep.userId,
      sameMoment: true,
      heardThen: true,
      told: [name, `${name} & Co`],
      event: 'toy.company.updated',
      heardBefore: name,
      heard: `${name} & Co`,
      found: expect.stringContaining(name.toLowerCase()) as string,
    })),
  );
  expect(new Set(traces.map((trace) => trace['request_id'])).size).toBe(names.length);
  for (const one of changed)
    expect(one).toEqual(
      await world.as(rep, () => records(Company).get((one as { id: string }).id)),
    );
});

it('those who change other fields write no field but their own', async () => {
  const ids = await make(['One', 'Two', 'Three'], { employees: 1, founded: '2001-01-01' });
  await changeAll([
    { id: ids[0]!, changes: { employees: 2 } },
    { id: ids[1]!, changes: { founded: null } },
    { id: ids[2]!, changes: { tags: ['a', 'b'], revenue: { amount: '5', currency: 'EUR' } } },
  ]);
  expect(
    await Promise.all(ids.map((id) => world.as(rep, () => records(Company).get(id)))),
  ).toMatchObject([
    { employees: 2, founded: '2001-01-01', tags: null },
    { employees: 1, founded: null, tags: null },
    { employees: 1, founded: '2001-01-01', tags: ['a', 'b'], revenue: { amount: '5.00' } },
  ]);
});

it('what is wrong with one of them is wrong with none of the others', async () => {
  await make(['Holder'], { taxCode: 'taken' });
  const ids = await make(['Free', 'Twin', 'Old', 'Free too']);
  const [hidden = ''] = await make(['Hidden'], {}, world.system);
  const answers = await changeAll([
    { id: ids[0]!, changes: { taxCode: 'first' } },
    { id: ids[1]!, changes: { taxCode: 'taken' } },
    { id: ids[2]!, changes: { taxCode: 'third' }, ifVersion: 7 },
    { id: hidden, changes: { taxCode: 'mine' } },
    { id: ids[3]!, changes: { taxCode: 'fourth' } },
  ]);
  expect(codesOf(answers)).toEqual([
    'changed',
    'CORE_VALUE_TAKEN',
    'CORE_VERSION_MISMATCH',
    'CORE_RECORD_MISSING',
    'changed',
  ]);
  const [left] = await world.kernel.database.query(
    `select count(*)::int as audit from tessera.audit where action = 'update' and record_id = any($1)`,
    [[...ids, hidden]],
  );
  expect(left).toEqual({ audit: 2 });
});

it('of changes of one record none is lost and each is told of once', async () => {
  const [id = '', other = ''] = await make(['Wanted', 'Beside']);
  const counts = [1, 2, 3, 4];
  await changeAll(
    counts.flatMap((count) => [
      { id, changes: { employees: count } },
      { id: other, changes: { employees: count } },
    ]),
  );
  const rows = await world.kernel.database.query(
    `select c.version, array_agg((a.changes->'employees'->>1)::int order by a.changes->'employees'->>1) as told
     from toy.company c join tessera.audit a on a.record_id = c.id and a.action = 'update' where c.id = any($1) group by c.id`,
    [[id, other]],
  );
  expect(rows).toEqual([
    { version: 5, told: counts },
    { version: 5, told: counts },
  ]);
});

it('nobody waits for a record that somebody else holds but who changes it', async () => {
  const ids = await make(['Held', 'Near', 'Far']);
  const holder = await world.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('select from toy.company where id = $1 for update', [ids[0]]);
    const [held, ...others] = ids.map((id) =>
      changeAll([{ id, changes: { employees: 9 } }]).then(([one]) => one),
    );
    expect(codesOf((await Promise.all(others)) as object[])).toEqual(['changed', 'changed']);
    await holder.query('commit');
    expect(await held).toMatchObject({ employees: 9, version: 2 });
  } finally {
    holder.release();
  }
});

it('nobody writes in the name of another', async () => {
  const other = await world.user('Other', { grants: [...grants] });
  const [mine = '', second = ''] = await make(['Mine', 'Mine too']);
  const [theirs = ''] = await make(['Theirs'], {}, other);
  const answers = await changeAll([
    { id: mine, changes: { name: 'By rep' } },
    { id: theirs, changes: { name: 'By other' }, by: other },
    { id: second, changes: { name: 'Not by other' }, by: other },
  ]);
  expect(codesOf(answers)).toEqual(['changed', 'changed', 'CORE_RECORD_MISSING']);
  expect(await tracesOf([mine, theirs, second])).toMatchObject([
    { name: 'By other', updated_by: other.userId, user_id: other.userId },
    { name: 'By rep', updated_by: rep.userId, user_id: rep.userId },
  ]);
});

it('what changes nothing writes nothing beside others that do', async () => {
  const ids = await make(['Same', 'New'], { employees: 3 });
  const answers = await changeAll([
    { id: ids[0]!, changes: { employees: 3 } },
    { id: ids[1]!, changes: { employees: 4 } },
  ]);
  expect(answers).toMatchObject([
    { version: 1, employees: 3 },
    { version: 2, employees: 4 },
  ]);
});

it('owner and team show who may, and PostgreSQL is asked where they do not', async () => {
  const [own = ''] = await make(['Own']);
  const [shared = '', unseen = ''] = await make(['Shared', 'Unseen'], {}, world.system);
  await world.kernel.database.query(
    `insert into tessera.record_share (entity, record_id, user_id, actions) values ('toy.company', $1, $2, '{read}')`,
    [shared, rep.userId],
  );
  sent.splice(0);
  await changeAll([{ id: own, changes: { employees: 1 } }]);
  expect(statements('record_share')).toBe(0);
  expect(
    codesOf(await changeAll([shared, unseen].map((id) => ({ id, changes: { employees: 1 } })))),
  ).toEqual(['CORE_NOT_PERMITTED', 'CORE_RECORD_MISSING']);
});
