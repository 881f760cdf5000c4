import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readTimeline } from '../src/records/timeline.ts';
import { readHistory } from '../src/records/history.ts';
import { recordsOf } from '../src/records/facade.ts';
import type { Execution } from '../src/plugin/execution.ts';
import type { Principal } from '../src/permissions/policy.ts';
import { date, defineEntity, definePlugin, integer, ref, text } from '../src/index.ts';
import { install, makeWorld, type World } from './world.ts';

const Patient = defineEntity('ward.patient', {
  label: { en: 'Patient' },
  plural: { en: 'Patients' },
  path: 'patients',
  title: 'name',
  fields: {
    name: text().required(),
    room: integer(),
    diagnosis: text().sensitive(),
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

let world: World;
let nurse: Principal;
let clerk: Principal;
let guest: Principal;
let ill: string;
let well: string;
let visit: string;
const all = { create: 'all', read: 'all', update: 'all', export: 'all' } as const;
beforeAll(async () => {
  const ward = definePlugin({ entities: [Patient, Visit] });
  world = await makeWorld({ plugins: [install(ward, { id: 'ward' })] });
  nurse = await world.user('Nurse', { grants: [{ entity: 'ward.*', actions: all }] });
  clerk = await world.user('Clerk', {
    grants: [{ entity: 'ward.*', actions: all, fields: { diagnosis: 'mask', born: 'none' } }],
  });
  guest = await world.user('Guest', {});
  await world.as(world.system, async () => {
    ill = (
      await recordsOf()(Patient).create({
        name: 'Ill',
        room: 4,
        diagnosis: 'measles',
        born: '1980-01-02',
      })
    ).id;
    well = (await recordsOf()(Patient).create({ name: 'Well', room: 5 })).id;
    visit = (await recordsOf()(Visit).create({ subject: 'First', patient: ill })).id;
  });
});
afterAll(() => world.close());
beforeEach(() => world.pool.query(`delete from tessera.audit where action = 'view'`));

interface View {
  readonly record_id: string;
  readonly user_id: string | null;
  readonly changes: Readonly<Record<string, unknown>>;
}

/** What was written down, without the values that it must not have. */
async function views(): Promise<readonly View[]> {
  const { rows } = await world.pool.query<View>(
    `select record_id, user_id, changes from tessera.audit where action = 'view' order by id`,
  );
  const written = JSON.stringify(rows);
  expect(written).not.toContain('measles');
  expect(written).not.toContain('1980');
  return rows;
}
const modelOf = (execution: Execution) => execution.assembly.models.get('ward.patient')!;
const both = { diagnosis: [null, null], born: [null, null] };

test('a record that is read whole is written down before it is answered', async () => {
  const record = await world.as(nurse, () => recordsOf()(Patient).get(ill));
  expect(record).toMatchObject({ diagnosis: 'measles', born: '1980-01-02' });
  expect(await views()).toEqual([{ record_id: ill, user_id: nurse.userId, changes: both }]);
});

test('what shows no sensitive value is not', async () => {
  await world.as(nurse, async () => {
    await recordsOf()(Patient).get(well);
    await recordsOf()(Patient).get(ill, { fields: ['name', 'room'] });
    await recordsOf()(Patient).query({});
    await recordsOf()(Visit).get(visit);
  });
  await world.as(clerk, async () => {
    const masked = await recordsOf()(Patient).get(ill);
    expect(masked.diagnosis).toMatch(/^•••/);
    await recordsOf()(Patient).query({ fields: ['diagnosis'] });
  });
  await world.as(world.system, () => recordsOf()(Patient).get(ill));
  expect(await views()).toEqual([]);
});

test('who may not read leaves no trace of having seen', async () => {
  await expect(world.as(guest, () => recordsOf()(Patient).get(ill))).rejects.toMatchObject({
    code: 'CORE_NOT_PERMITTED',
  });
  expect(await views()).toEqual([]);
});

test('a list leaves sensitive fields out unless they are named, and then tells of each record that shows one', async () => {
  const plain = await world.as(nurse, () =>
    recordsOf()(Patient).query({ sort: [{ field: 'name', direction: 'asc' }] }),
  );
  expect(plain.records[0]).toMatchObject({ name: 'Ill', room: 4 });
  expect(plain.records[0]).not.toHaveProperty('diagnosis');
  const named = await world.as(nurse, () =>
    recordsOf()(Patient).query({ fields: ['name', 'born'] }),
  );
  expect(named.records.map(({ born }) => born)).toContain('1980-01-02');
  expect(await views()).toMatchObject([{ record_id: ill, changes: { born: [null, null] } }]);
  const system = await world.as(world.system, () => recordsOf()(Patient).query({}));
  expect(system.records.some((record) => record.diagnosis === 'measles')).toBe(true);
});

test('a reference that is expanded never brings them', async () => {
  const read = await world.as(nurse, () => recordsOf()(Visit).get(visit, { include: ['patient'] }));
  expect(read.patient).toMatchObject({ name: 'Ill', title: 'Ill' });
  expect(JSON.stringify(read)).not.toMatch(/measles|1980/);
  expect(await views()).toEqual([]);
});

test('groups and extremes are one entry with their number, also along a reference', async () => {
  await world.as(nurse, () =>
    recordsOf()(Patient).aggregate({ groupBy: ['diagnosis'], measures: { n: 'count' } }),
  );
  await world.as(nurse, () =>
    recordsOf()(Patient).aggregate({ measures: { eldest: { min: 'born' } } }),
  );
  await world.as(nurse, () =>
    recordsOf()(Visit).aggregate({ groupBy: ['patient.born'], measures: { n: 'count' } }),
  );
  expect((await views()).map(({ changes }) => changes)).toEqual([
    { diagnosis: [null, null], $count: [null, 2] },
    { born: [null, null], $count: [null, 1] },
    { born: [null, null], $count: [null, 1] },
  ]);
  await world.as(nurse, () =>
    recordsOf()(Patient).aggregate({ groupBy: ['room'], measures: { n: 'count' } }),
  );
  expect(await views()).toHaveLength(3);
});

test('history and timeline show values too', async () => {
  await world.as(world.system, () =>
    recordsOf()(Patient).update(ill, { diagnosis: 'none any more' }),
  );
  await world.as(nurse, (execution) =>
    readHistory(execution, modelOf(execution), ill, { limit: 10 }),
  );
  await world.as(nurse, (execution) =>
    readTimeline(execution, modelOf(execution), ill, { limit: 10 }),
  );
  await world.as(clerk, (execution) =>
    readHistory(execution, modelOf(execution), ill, { limit: 10 }),
  );
  expect(await views()).toMatchObject([
    { record_id: ill, user_id: nurse.userId, changes: both },
    { record_id: ill, user_id: nurse.userId, changes: { diagnosis: [null, null] } },
  ]);
  const history = await world.as(nurse, (execution) =>
    readHistory(execution, modelOf(execution), ill, { limit: 10 }),
  );
  expect(history.items.map(({ action }) => action)).toEqual(['update', 'create']);
  await world.as(world.system, () => recordsOf()(Patient).update(ill, { diagnosis: 'measles' }));
});

test('an update answers the record, and that is seen; a new one its writer knows', async () => {
  await world.as(nurse, () => recordsOf()(Patient).create({ name: 'New', diagnosis: 'flu' }));
  expect(await views()).toEqual([]);
  await world.as(nurse, () => recordsOf()(Patient).update(ill, { room: 9 }));
  expect(await views()).toMatchObject([{ record_id: ill, changes: both }]);
});

test('what cannot be written down is not shown', async () => {
  await world.pool.query(
    `alter table tessera.audit add constraint no_view check (action <> 'view') not valid`,
  );
  try {
    await expect(world.as(nurse, () => recordsOf()(Patient).get(ill))).rejects.toThrow(/no_view/);
  } finally {
    await world.pool.query('alter table tessera.audit drop constraint no_view');
  }
});
