import type { EventEmitter } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeEmptyDatabase } from '../../test/setup/database.ts';
import { currentExecution } from '../src/index.ts';
import { createDatabase } from '../src/records/database.ts';
import { recordsOf, runTransaction } from '../src/records/facade.ts';
import { Company, Deal, makeWorld, type World } from './world.ts';

let world: World;
const records = recordsOf();
const asSystem = <T>(work: () => Promise<T>): Promise<T> => world.as(world.system, work);
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

describe('writes at the same time', () => {
  it('to different fields of one record all hold, each with a version of its own', () =>
    asSystem(async () => {
      const { id } = await records(Company).create({ name: 'Hot' });
      const fields = [
        { name: 'Hotter' },
        { employees: 5 },
        { industry: 'retail' as const },
        { active: true },
        { founded: '2020-01-01' },
      ];
      const written = await Promise.all(
        fields.map((changes) => records(Company).update(id, changes)),
      );
      expect(written.map(({ version }) => version).toSorted((one, other) => one - other)).toEqual([
        2, 3, 4, 5, 6,
      ]);
      expect(await records(Company).get(id)).toMatchObject(Object.assign({}, ...fields));
    }));

  it('to one field: the last wins, none is lost from the audit', () =>
    asSystem(async () => {
      const { id } = await records(Company).create({ name: 'Count', employees: 0 });
      await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          records(Company).update(id, { employees: index + 1 }),
        ),
      );
      const audit = await world.kernel.database.query<{ changes: { employees: [number, number] } }>(
        `select changes from tessera.audit where record_id = $1 and action = 'update' order by id`,
        [id],
      );
      const pairs = audit.map(({ changes }) => changes.employees);
      expect(pairs).toHaveLength(12);
      // Each change begins where another ended: no writer overwrote a value that it had not seen.
      const befores = new Set(pairs.map(([before]) => before));
      expect(befores.size).toBe(12);
    }));

  it('with the same expected version: exactly one holds', () =>
    asSystem(async () => {
      const { id } = await records(Company).create({ name: 'If' });
      const results = await Promise.allSettled(
        Array.from({ length: 6 }, (_, index) =>
          records(Company).update(id, { name: `If ${index}` }, { ifVersion: 1 }),
        ),
      );
      const codes = results.map((result) =>
        result.status === 'rejected' ? result.reason.code : 'written',
      );
      expect(codes.filter((code) => code === 'written')).toHaveLength(1);
      expect(codes.filter((code) => code === 'CORE_VERSION_MISMATCH')).toHaveLength(5);
    }));

  it('give each new record a number of its own, without a gap', () =>
    asSystem(async () => {
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, index) => records(Deal).create({ name: `N${index}` })),
      );
      const numbers = made
        .map(({ number }) => Number(String(number).slice(2)))
        .toSorted((one, other) => one - other);
      expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => (numbers[0] ?? 0) + index));
    }));

  it('of one unique value: exactly one holds', () =>
    asSystem(async () => {
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) =>
          records(Company).create({ name: `T${index}`, taxCode: 'race' }),
        ),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }));

  it('to the children of the same parents end with right roll-ups and no deadlock', () =>
    asSystem(async () => {
      const one = await records(Company).create({ name: 'One' });
      const two = await records(Company).create({ name: 'Two' });
      const deals = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          records(Deal).create({
            name: `D${index}`,
            company: index % 2 ? one.id : two.id,
            amount: { amount: '1', currency: 'USD' },
          }),
        ),
      );
      // Half of them move one way while the others move the other way.
      await Promise.all(
        deals.map((deal) =>
          records(Deal).update(deal.id, { company: deal.company === one.id ? two.id : one.id }),
        ),
      );
      await Promise.all(deals.slice(0, 4).map((deal) => records(Deal).delete(deal.id)));
      const both = await Promise.all([one.id, two.id].map((id) => records(Company).get(id)));
      expect(
        both.map((company) => (company as never as Record<string, unknown>)['extra_dealCount']),
      ).toEqual([3, 3]);
    }));

  it('of two transactions in opposite order: a deadlock is told, the other commits', () =>
    asSystem(async () => {
      const one = await records(Company).create({ name: 'A' });
      const two = await records(Company).create({ name: 'B' });
      const both = (first: string, second: string) =>
        runTransaction(currentExecution(), async () => {
          await records(Company).update(first, { employees: 1 });
          await new Promise((resolve) => setTimeout(resolve, 50));
          await records(Company).update(second, { active: true });
        });
      const results = await Promise.allSettled([both(one.id, two.id), both(two.id, one.id)]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }));
});

describe('the database', () => {
  it('answers wire values', async () => {
    const [row] = await world.kernel.database.query(
      `select timestamptz '2026-11-28 10:00:00.5+02' as moment, date '2026-11-28' as day, 1.50::numeric as exact, 12::int8 as big,
        '{"a":[1]}'::jsonb as json, '{a,"b c"}'::text[] as texts, array['2026-11-28 00:00:00.123456+00'::timestamptz] as moments,
        array[gen_random_uuid()] as ids, true as yes, null::timestamptz as nothing`,
    );
    expect(row).toMatchObject({
      moment: '2026-11-28T08:00:00.500Z',
      day: '2026-11-28',
      exact: '1.50',
      big: 12,
      json: { a: [1] },
      texts: ['a', 'b c'],
      moments: ['2026-11-28T00:00:00.123Z'],
      yes: true,
      nothing: null,
    });
    expect(row?.['ids']).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('prepares a text from its third use on, and goes on when the table changes under it', async () => {
    const pool = new pg.Pool({ ...(await makeEmptyDatabase()), max: 1 });
    const database = createDatabase(pool);
    await database.query('create table thing (id int, name text)');
    await database.query(`insert into thing values (1, 'one')`);
    const read = () => database.query('select * from thing where id = $1', [1]);
    const prepared = () => database.query('select 1 from pg_prepared_statements');
    await read();
    await read();
    expect(await prepared()).toHaveLength(0);
    await read();
    expect(await prepared()).toHaveLength(1);
    await database.query('alter table thing add column more text');
    expect(await read()).toEqual([{ id: 1, name: 'one', more: null }]);
    expect(await read()).toHaveLength(1);
    await database.query('deallocate all');
    expect(await read()).toHaveLength(1);
    await pool.end();
  });

  it('is told of the columns of a prepared statement once a connection, and again when they change', async () => {
    const pool = new pg.Pool({ ...(await makeEmptyDatabase()), max: 1 });
    let told = 0;
    pool.on('connect', (client) => {
      const { connection } = client as unknown as { readonly connection: EventEmitter };
      connection.on('rowDescription', () => (told += 1));
    });
    const database = createDatabase(pool);
    await database.query('create table thing (id int, size text)');
    await database.query(`insert into thing values (1, '7')`);
    const read = () => database.query('select id, size from thing where id = $1', [1]);
    for (let use = 1; use <= 5; use += 1) expect(await read()).toEqual([{ id: 1, size: '7' }]);
    expect(told).toBe(3);
    await database.transaction(async (sql) => {
      expect(await sql.query('select id, size from thing where id = $1', [2])).toEqual([]);
    });
    expect(told).toBe(3);
    await database.query('alter table thing alter column size type int using size::int');
    for (let use = 1; use <= 5; use += 1) expect(await read()).toEqual([{ id: 1, size: 7 }]);
    expect(told).toBe(7);
    await pool.end();
  });

  it('runs work again after a serialization failure when asked to', async () => {
    const { database } = world.kernel;
    let runs = 0;
    const answer = await database.transaction(
      async (sql) => {
        runs += 1;
        if (runs < 3)
          await sql.query(`do $$ begin raise exception 'again' using errcode = '40001'; end $$`);
        return runs;
      },
      { retries: 3 },
    );
    expect(answer).toBe(3);
    await expect(
      database.transaction((sql) =>
        sql.query(`do $$ begin raise exception 'again' using errcode = '40P01'; end $$`),
      ),
    ).rejects.toMatchObject({ code: '40P01' });
  });

  it('does not pass a rollback off as a commit, and keeps its connection', async () => {
    const { database } = world.kernel;
    const swallowed = database.transaction(async (sql) => {
      await sql.query('select 1 / 0').catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow('rolled back');
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('undoes everything when its connection is killed', async () => {
    const name = `Killed ${Date.now()}`;
    await asSystem(async () => {
      const work = runTransaction(currentExecution(), async () => {
        await records(Company).create({ name });
        const { transaction } = currentExecution();
        const [row] =
          (await transaction?.query<{ pid: number }>('select pg_backend_pid() as pid')) ?? [];
        await world.pool.query('select pg_terminate_backend($1)', [row?.pid]);
        await records(Company).create({ name });
      });
      await expect(work).rejects.toThrow(/connection|terminat/i);
      expect(await records(Company).count({ name })).toBe(0);
      expect(await records(Company).create({ name })).toMatchObject({ version: 1 });
    });
    const rows = await world.kernel.database.query(
      `select 1 from tessera.event_told where payload -> 'after' ->> 'name' = $1`,
      [name],
    );
    expect(rows).toHaveLength(1);
  });
});
