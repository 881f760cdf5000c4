import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentExecution, runIn } from '../src/plugin/execution.ts';
import { recordsOf, runTransaction } from '../src/records/facade.ts';
import { Company, makeWorld, type World } from './world.ts';

let world: World;
const records = recordsOf();
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const DAYS = ['2025-03-01', '2025-01-01', '2025-02-01'];
const momentsOf = (items: readonly object[]) =>
  new Map<unknown, Date>(items.map((item, index) => [item, new Date(DAYS[index] ?? NaN)]));

function inPast<T>(items: readonly object[], work: () => Promise<T>): Promise<T> {
  const execution = { ...currentExecution(), moments: momentsOf(items) };
  return runIn(execution, () => runTransaction(execution, work));
}

async function daysOf(text: string, ids: readonly string[]): Promise<unknown[]> {
  const rows = await world.kernel.database.query<{ day: string }>(
    `select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day from (${text}) as s
     order by array_position($1::uuid[], id)`,
    [ids],
  );
  return rows.map(({ day }) => day);
}

test('records that are written together are each of the moment that is told of them, and so is what tells of them', () =>
  world.as(world.system, async () => {
    const items = DAYS.map((day) => ({ name: `Past ${day}`, employees: 1 }));
    const created = await inPast(items, () => records(Company).createMany(items));
    const ids = created.map((one) => (one.status === 'failed' ? '' : one.id));
    const made = 'id = any($1::uuid[])';
    const { table, schema } = currentExecution().assembly.models.get(Company.id)!;
    const own = `"${schema}"."${table}"`;
    const told = (kind: string, name: string) =>
      `select record_id as id, at from tessera.${kind} where record_id = any($1::uuid[]) and ${name}`;
    expect(await daysOf(`select id, created_at as at from ${own} where ${made}`, ids)).toEqual(
      DAYS,
    );
    expect(await daysOf(told('audit', "action = 'create'"), ids)).toEqual(DAYS);
    expect(await daysOf(told('event', `name = '${Company.id}.created'`), ids)).toEqual(DAYS);

    const changes = ids.map((_, index) => ({ employees: index + 2 }));
    const updates = ids.map((id, index) => ({ id, changes: changes[index] ?? {} }));
    const later = [...changes].reverse();
    await inPast(later, () => records(Company).updateMany(updates));
    const reversed = [...DAYS].reverse();
    expect(await daysOf(`select id, updated_at as at from ${own} where ${made}`, ids)).toEqual(
      reversed,
    );
    expect(await daysOf(told('audit', "action = 'update'"), ids)).toEqual(reversed);
    expect(await daysOf(told('event', `name = '${Company.id}.updated'`), ids)).toEqual(reversed);
  }));

test('what is written along with a record is of its moment', () =>
  world.as(world.system, async () => {
    const [parent, another] = await records(Company).createMany([{ name: 'A' }, { name: 'B' }]);
    const ids = [parent, another].map((one) => (one?.status === 'created' ? one.id : ''));
    const execution = {
      ...currentExecution(),
      moments: new Map(ids.map((id, index) => [id, new Date(DAYS[index] ?? NaN)])),
    };
    const children = ids.map((id) => ({ name: `Child of ${id}`, parent: id }));
    const made = await runIn(execution, () => records(Company).createMany(children));
    const found = made.map((one) => (one.status === 'failed' ? '' : one.id));
    const audit = 'select record_id as id, at from tessera.audit where record_id = any($1::uuid[])';
    expect(await daysOf(audit, found)).toEqual(DAYS.slice(0, 2));
  }));
