import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  date,
  defineEntity,
  definePlugin,
  ref,
  Team,
  text,
  User,
  type Principal,
} from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { globalSearch } from '../src/records/search.ts';
import { install, makeWorld, type World } from './world.ts';

const Patient = defineEntity('ward.patient', {
  label: { en: 'Patient' },
  plural: { en: 'Patients' },
  path: 'patients',
  title: 'name',
  fields: {
    name: text().required().searchable(),
    remark: text().searchable().personal(),
    diagnosis: text().sensitive().searchable(),
    born: date().sensitive(),
  },
});
const Visit = defineEntity('ward.visit', {
  label: { en: 'Visit' },
  plural: { en: 'Visits' },
  path: 'visits',
  title: 'subject',
  fields: {
    subject: text().required(),
    patient: ref('ward.patient', { inverse: { name: 'visits', label: { en: 'Visits' } } }),
  },
});
const Bill = defineEntity('ward.bill', {
  label: { en: 'Bill' },
  plural: { en: 'Bills' },
  path: 'bills',
  title: 'number',
  fields: {
    number: text().required(),
    patient: ref('ward.patient', { onDelete: 'restrict' }),
  },
});

let world: World;
let nurse: Principal;
let ill: string;
const all = { create: 'all', read: 'all', update: 'all', delete: 'all', export: 'all' } as const;
beforeAll(async () => {
  const ward = definePlugin({ entities: [Patient, Visit, Bill] });
  world = await makeWorld({ plugins: [install(ward, { id: 'ward' })] });
  nurse = await world.user('Nurse', { grants: [{ entity: 'ward.*', actions: all }] });
  await world.as(world.system, async () => {
    const patient = { name: 'Ill', diagnosis: 'measles', born: '1980-01-02' };
    ill = (await recordsOf()(Patient).create(patient)).id;
    await recordsOf()(Patient).create({ name: 'Well' });
    await recordsOf()(Visit).create({ subject: 'First', patient: ill });
  });
});
afterAll(() => world.close());
beforeEach(() => world.pool.query(`delete from tessera.audit where action = 'view'`));

/** Fields and numbers of the views that were written down. */
async function views(): Promise<readonly unknown[]> {
  const { rows } = await world.pool.query<{ changes: Readonly<Record<string, unknown>> }>(
    `select changes from tessera.audit where action = 'view' and user_id = $1 order by id`,
    [nurse.userId],
  );
  expect(JSON.stringify(rows)).not.toMatch(/measles|1980/);
  return rows.map(({ changes }) => changes);
}

const patients = () => recordsOf()(Patient);
const asked = (count: number) => ({ diagnosis: [null, null], $count: [null, count] });

test.each([
  [
    'a filter',
    1,
    () => patients().query({ filter: { diagnosis: { startsWith: 'meas' } }, fields: ['name'] }),
  ],
  [
    'a filter that finds nobody',
    0,
    () => patients().query({ filter: { name: 'Well', diagnosis: 'measles' }, fields: ['name'] }),
  ],
  [
    'a filter behind a relation',
    1,
    () =>
      recordsOf()(Visit).query({
        filter: { 'patient.diagnosis': 'measles' },
        fields: ['subject'],
      }),
  ],
  [
    'an order',
    2,
    () => patients().query({ sort: [{ field: 'diagnosis', direction: 'asc' }], fields: ['name'] }),
  ],
  ['a count', 1, () => patients().count({ not: { diagnosis: null } })],
  [
    'a group by something else',
    1,
    () =>
      patients().aggregate({
        filter: { diagnosis: 'measles' },
        groupBy: ['name'],
        measures: { n: 'count' },
      }),
  ],
] as const)('%s by a sensitive value is written down like a view', async (_what, count, ask) => {
  await world.as<unknown>(nurse, ask);
  expect(await views()).toEqual([asked(count)]);
});

test('the cursor of a list by a sensitive field holds the value, so the list is written down', async () => {
  const page = await world.as(nurse, () =>
    patients().query({ sort: [{ field: 'born', direction: 'asc' }], fields: ['name'], limit: 1 }),
  );
  const [body = ''] = page.next?.split('.') ?? [];
  expect(Buffer.from(body, 'base64url').toString()).toContain('1980-01-02');
  expect(await views()).toEqual([{ born: [null, null], $count: [null, 1] }]);
});

test('no search finds a sensitive value out', async () => {
  await world.as(nurse, async (execution) => {
    expect((await patients().query({ search: 'measles' })).records).toEqual([]);
    expect(await globalSearch(execution, 'measles')).toEqual([]);
    expect((await patients().query({ search: 'Ill', fields: ['name'] })).records).toHaveLength(1);
  });
});

test('words of a field that has become personal since leave those of the others with the next write', async () => {
  const { id } = await world.as(nurse, () => patients().create({ name: 'Old', remark: 'gout' }));
  // As it was written before the field was marked: together with what is not about a person.
  await world.pool.query('update tessera.search set content = $2 where record_id = $1', [
    id,
    { main: 'old gout' },
  ]);
  await world.as(nurse, () => patients().update(id, { remark: null }));
  const { rows } = await world.pool.query(
    'select content, grams from tessera.search where record_id = $1',
    [id],
  );
  expect(rows).toEqual([{ content: { main: 'old' }, grams: ['^o', '^ol', 'old'] }]);
});

test('a member of a team that was deleted while the member was is in no team', async () => {
  const team = await world.as(world.system, () => recordsOf()(Team).create({ name: 'Gone' }));
  const member = await world.user('Member', {
    team: team.id,
    grants: [{ entity: 'ward.*', actions: { read: 'team' } }],
  });
  await world.pool.query(
    `insert into tessera.record_share (entity, record_id, team_id, actions) values ('ward.patient', $1, $2, '{read}')`,
    [ill, team.id],
  );
  expect(await world.as(member, () => patients().count())).toBe(1);
  await world.as(world.system, async () => {
    await recordsOf()(User).delete(member.userId!);
    await recordsOf()(Team).delete(team.id);
    await recordsOf()(User).restore(member.userId!);
  });
  const back = (await world.kernel.principal(member.userId!))!;
  expect(back.teamIds).toEqual([]);
  expect(await world.as(back, () => patients().count())).toBe(0);
});

test('what stands in the way of a deletion is told as far as it may be read', async () => {
  const clerk = await world.user('Clerk', {
    grants: [
      { entity: 'ward.patient', actions: all },
      { entity: 'ward.bill', actions: { read: 'own' } },
    ],
  });
  const bills = recordsOf()(Bill);
  const id = await world.as(world.system, async () => {
    const made = await patients().create({ name: 'Billed' });
    await bills.create({ number: 'B-1', patient: made.id });
    await bills.create({ number: 'B-2', patient: made.id });
    return made.id;
  });
  const refused = (): Promise<unknown> =>
    world.as(clerk, () => patients().delete(id)).catch((error: unknown) => error);
  const unseen = (await refused()) as Error;
  expect(unseen).toMatchObject({ code: 'CORE_RECORD_IN_USE_UNSEEN', status: 409 });
  expect(JSON.stringify(unseen) + unseen.message).not.toMatch(/bill|2/i);
  await world.as(world.system, () =>
    bills.create({ number: 'B-3', patient: id, owner: clerk.userId! }),
  );
  expect(await refused()).toMatchObject({
    code: 'CORE_RECORD_IN_USE',
    message: expect.stringContaining('1 bills'),
  });
  expect(await world.as(clerk, () => patients().count({ id }))).toBe(1);
});
