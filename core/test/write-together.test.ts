import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Grant, Principal, TesseraError } from '../src/index.ts';
import { currentExecution } from '../src/plugin/execution.ts';
import { recordsOf, runTransaction } from '../src/records/facade.ts';
import { Company, makeWorld, Person, type World } from './world.ts';

let world: World;
let rep: Principal;
/** A company that the rep may not see. */
let hidden: string;
/** What was sent to the database since it was last emptied. */
const sent: string[] = [];
const records = recordsOf();
const grants: readonly Grant[] = [
  { entity: 'toy.*', actions: { create: 'own', read: 'own', update: 'own' } },
];

beforeAll(async () => {
  world = await makeWorld();
  rep = await world.user('Rep', { grants: [...grants] });
  hidden = (await world.as(world.system, () => records(Company).create({ name: 'Hidden' }))).id;
  // What is remembered of sharing and of the entities is not asked for again.
  await createAll([{ name: 'First' }], rep);
  const query = world.pool.query.bind(world.pool) as (...parts: unknown[]) => unknown;
  world.pool.query = ((...parts: unknown[]) => {
    sent.push(String((parts[0] as { text?: string }).text ?? parts[0]));
    return query(...parts);
  }) as typeof world.pool.query;
});
beforeEach(() => sent.splice(0));
afterAll(() => world?.close());

type Outcome = { id: string } | TesseraError;

/** Creates companies at once, each as a request of its own. */
function createAll(values: readonly object[], principal: Principal): Promise<Outcome[]> {
  return Promise.all(
    values.map((one) =>
      world
        .as(principal, () => records(Company).create(one as never))
        .catch((error: TesseraError) => error),
    ),
  );
}

const insertions = (): number =>
  sent.filter((text) => text.includes('insert into "toy"."company"')).length;
const tracesOf = (ids: readonly string[]) =>
  world.kernel.database.query(
    `select c.name, c.created_by, a.user_id, a.request_id, a.at = c.created_at as "sameMoment", a.changes->'name'->>1 as told,
       e.name as event, e.payload->'after'->>'name' as heard, s.content->>'main' as found
     from toy.company c join tessera.audit a on a.record_id = c.id and a.action = 'create'
       join tessera.event_told e on e.record_id = c.id join tessera.search s on s.record_id = c.id
     where c.id = any($1) order by c.name`,
    [ids],
  );
const idsOf = (made: readonly Outcome[]): string[] =>
  made.map((one) => ('id' in one ? one.id : expect.fail(one.message)));

it('what one makes at once shares statements, and each is told of by itself', async () => {
  const names = ['Ash', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir'];
  const made = await createAll(
    names.map((name, index) => ({ name, ...(index % 2 ? { employees: index } : {}) })),
    rep,
  );
  expect(insertions()).toBeLessThan(names.length);
  const traces = await tracesOf(idsOf(made));
  expect(traces).toMatchObject(
    names.map((name) => ({
      name,
      created_by: rep.userId,
      user_id: rep.userId,
      sameMoment: true,
      told: name,
      event: 'toy.company.created',
      heard: name,
      found: name.toLowerCase(),
    })),
  );
  expect(new Set(traces.map((trace) => trace['request_id'])).size).toBe(names.length);
  for (const one of made)
    expect(one).toEqual(
      await world.as(rep, () => records(Company).get((one as { id: string }).id)),
    );
});

it('what is wrong with one of them is wrong with none of the others', async () => {
  const made = await createAll(
    [
      { name: 'Good', parent: null },
      { name: 'Stray', parent: hidden },
      { name: 'Nobody’s', owner: null },
      { name: 'Twin', taxCode: 'one' },
      { name: 'Twin', taxCode: 'one' },
      { name: 'Also good', employees: 3 },
    ],
    rep,
  );
  const told = made.map((one) => ('code' in one ? one.code : 'made'));
  expect(told.toSpliced(3, 2)).toEqual([
    'made',
    'CORE_INPUT_INVALID',
    'CORE_NOT_PERMITTED',
    'made',
  ]);
  expect(told.slice(3, 5).toSorted()).toEqual(['CORE_VALUE_TAKEN', 'made']);
  expect((made[1] as TesseraError).problems).toMatchObject([{ pointer: '/parent' }]);
  const [left] = await world.kernel.database.query(
    `select (select count(*)::int from toy.company where name in ('Stray', 'Nobody’s', 'Twin')) as records,
      (select count(*)::int from tessera.audit where changes->'name'->>1 in ('Stray', 'Nobody’s', 'Twin')) as audit`,
  );
  expect(left).toEqual({ records: 1, audit: 1 });
});

it('a reference that one may follow is no reference of another', async () => {
  const [own] = idsOf(await createAll([{ name: 'Own' }], rep));
  const made = await createAll(
    [
      { name: 'Below own', parent: own },
      { name: 'Below hidden', parent: hidden },
      { name: 'Below nothing' },
    ],
    rep,
  );
  expect(made).toMatchObject([{ parent: own }, { code: 'CORE_INPUT_INVALID' }, { parent: null }]);
});

it('nobody writes in the name of another', async () => {
  const other = await world.user('Other', { grants: [...grants] });
  const makers = [rep, other, rep, other, rep, other];
  const made = await Promise.all(
    makers.map((maker, index) => createAll([{ name: `By ${index}` }], maker)),
  );
  expect(await tracesOf(idsOf(made.flat()))).toMatchObject(
    makers.map(({ userId }) => ({ created_by: userId, user_id: userId })),
  );
});

it('of changes of one record none is lost, and one with a version of old changes nothing', async () => {
  const [id = ''] = idsOf(await createAll([{ name: 'Wanted' }], rep));
  const [other = ''] = idsOf(await createAll([{ name: 'Beside' }], rep));
  const change = (to: string, employees: number, ifVersion?: number) =>
    world.as(rep, () => records(Company).update(to, { employees }, { ifVersion }));
  await Promise.all([1, 2, 3, 4].flatMap((count) => [change(id, count), change(other, count)]));
  const [row] = await world.kernel.database.query(
    `select c.version, (select count(*)::int from tessera.audit a where a.record_id = c.id) as told from toy.company c where id = $1`,
    [id],
  );
  expect(row).toEqual({ version: 5, told: 5 });
  const answers = await Promise.allSettled([
    change(id, 10, 5),
    change(id, 20, 5),
    change(other, 9, 1),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
  ]);
});

it('who waits for what somebody else holds does not hold up the next', async () => {
  const opened = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = world.as(world.system, () =>
    runTransaction(currentExecution(), async () => {
      await records(Company).create({ name: 'Holder', taxCode: 'held' });
      opened.resolve();
      await held.promise;
    }),
  );
  await opened.promise;
  const waiting = createAll([{ name: 'Waits', taxCode: 'held' }], rep);
  await someoneWaits();
  const next = await createAll([{ name: 'Goes on' }], rep);
  held.resolve();
  await holding;
  expect(next).toMatchObject([{ name: 'Goes on' }]);
  expect(await waiting).toMatchObject([{ code: 'CORE_VALUE_TAKEN' }]);
});

/** Until a statement of this database waits for a lock of another's. */
async function someoneWaits(): Promise<void> {
  const isWaiting = async (): Promise<boolean> => {
    const [found] = await world.kernel.database.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return found !== undefined;
  };
  while (!(await isWaiting())) await setTimeout(5);
}

it('people with references share a statement too', async () => {
  const [own] = idsOf(await createAll([{ name: 'Employer' }], rep));
  const made = await Promise.all(
    [own, undefined, own].map((company) =>
      world.as(rep, () => records(Person).create({ name: 'Worker', ...(company && { company }) })),
    ),
  );
  expect(made).toMatchObject([{ company: own }, { company: null }, { company: own }]);
});
