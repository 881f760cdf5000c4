import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeEmptyDatabase } from '../../test/setup/database.ts';
import { createDatabase, type Database, type Sql } from '../src/records/database.ts';

/** As many as are kept. */
const MOST = 500;

let pool: pg.Pool;
let database: Database;
beforeEach(async () => {
  pool = new pg.Pool({ ...(await makeEmptyDatabase()), max: 2 });
  database = createDatabase(pool);
});
afterEach(() => pool.end());

/** A text is prepared from its third use on. */
async function prepare(sql: Sql, name: string): Promise<void> {
  for (let use = 1; use <= 3; use += 1)
    expect(await sql.query(`select $1::int as ${name}`, [use])).toEqual([{ [name]: use }]);
}

async function prepareMany(sql: Sql, prefix: string, count = MOST): Promise<void> {
  for (let index = 0; index < count; index += 1) await prepare(sql, `${prefix}_${index}`);
}

async function prepared(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ statement: string }>(
    'select statement from pg_prepared_statements',
  );
  return rows.map(({ statement }) => statement);
}

describe('the statements that a connection holds', () => {
  it('are as many as are kept at most: the one that was used longest ago is closed', () =>
    database.transaction(async (sql) => {
      await prepare(sql, 'first');
      await prepare(sql, 'second');
      await prepareMany(sql, 'other');
      expect(await prepared(sql)).toHaveLength(MOST);
      expect(await prepared(sql)).not.toContain('select $1::int as first');
      await prepare(sql, 'first');
      expect(await prepared(sql)).toContain('select $1::int as first');
      expect(await prepared(sql)).toHaveLength(MOST);
    }));

  it('are read as what they are when their text is kept and their table has changed meanwhile', async () => {
    await database.query('create table thing (id int, size text)');
    await database.query(`insert into thing values (1, '7')`);
    const read = (sql: Sql) => sql.query('select id, size from thing where id = $1', [1]);
    for (let use = 1; use <= 3; use += 1) await read(database);
    await database.transaction(async (sql) => {
      expect(await read(sql)).toEqual([{ id: 1, size: '7' }]);
      for (const half of ['one', 'two']) {
        await prepareMany(sql, half, MOST / 2);
        // On the other connection, by which the text is kept.
        expect(await read(database)).toEqual([{ id: 1, size: '7' }]);
      }
      await sql.query('alter table thing alter column size type int using size::int');
      expect(await read(sql)).toEqual([{ id: 1, size: 7 }]);
    });
  });

  it('are closed in a transaction that has failed too', async () => {
    const failed = database.transaction(async (sql) => {
      await prepareMany(sql, 'other');
      await sql.query('select 1 / $1::int', [0]).catch(() => undefined);
      for (let use = 1; use <= 3; use += 1)
        await sql.query('select $1::int', [use]).catch(() => undefined);
    });
    await expect(failed).rejects.toThrow('rolled back');
    const held = await prepared(database);
    expect(held).toHaveLength(MOST - 1);
    expect(held).not.toContain('select $1::int as other_0');
    await prepare(database, 'other_0');
  });
});
