import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfiguration } from '../src/config.ts';
import { openDatabase } from '../src/database/database.ts';
import { startPostgres, type Postgres } from '../src/database/embedded.ts';
import { checkDatabase } from '../src/database/fitness.ts';
import { makeEmptyDatabase } from '../../test/setup/database.ts';
import { runProgram } from './program.ts';

const HOLDER = new URL('./hold-postgres.ts', import.meta.url).pathname;
const isRoot = process.getuid?.() === 0;

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tessera-database-'));
  await chmod(parent, 0o755);
  folder = join(parent, 'data', 'postgres');
});
// The PostgreSQL of a killed host may still be writing its last files.
afterEach(() => rm(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }));

const start = () => startPostgres(folder, { durable: false });

async function ask(
  { host, port, user, password }: Postgres,
  text: string,
): Promise<pg.QueryResult> {
  const client = new pg.Client({ host, port, user, password, database: 'postgres' });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

test('what was written is there after a restart', async () => {
  const first = await start();
  await ask(first, 'create table kept as select 42 as answer');
  await first.stop();
  const second = await start();
  expect((await ask(second, 'select answer from kept')).rows).toEqual([{ answer: 42 }]);
  await second.stop();
});

test('a killed host leaves nothing that stops the next one', async () => {
  for (let round = 0; round < 3; round++) {
    const killed = runProgram(HOLDER, [folder]);
    await killed.ready;
    killed.kill('SIGKILL');
    await killed.ended;
  }
  const next = await start();
  expect((await ask(next, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
  await next.stop();
});

test('a second host on the same folder is refused and the first one lives on', async () => {
  const first = await start();
  const second = runProgram(HOLDER, [folder]);
  expect(await second.ended).toMatchObject({ code: 1 });
  expect(second.output()).toMatch(/Another host already runs on .*data.*TESSERA_DATA_DIR/);
  expect((await ask(first, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
  await first.stop();
});

test('of two hosts that start at once on a new folder, one runs and one is refused', async () => {
  const hosts = [runProgram(HOLDER, [folder]), runProgram(HOLDER, [folder])];
  const outcomes = await Promise.allSettled(hosts.map((host) => host.ready));
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  for (const host of hosts) host.kill('SIGKILL');
  await Promise.all(hosts.map((host) => host.ended));
});

test('a trace of a dead server whose process id somebody else has is no obstacle', async () => {
  await (await start()).stop();
  await writeFile(
    join(folder, 'data', 'postmaster.pid'),
    `${process.pid}\n${folder}/data\n1\n5432\n/tmp/gone\n\n\nready\n`,
  );
  const next = await start();
  expect((await ask(next, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
  await next.stop();
});

test('a folder of another major version is refused and not touched', async () => {
  await (await start()).stop();
  await writeFile(join(folder, 'data', 'PG_VERSION'), '15\n');
  await expect(start()).rejects.toMatchObject({
    code: 'HOST_DATABASE_VERSION_OTHER',
    message: expect.stringContaining('pg_dump'),
  });
  expect(await readFile(join(folder, 'data', 'PG_VERSION'), 'utf8')).toBe('15\n');
});

test.runIf(isRoot)(
  'below a folder that the account cannot pass, another place is chosen and found again',
  async () => {
    await chmod(parent, 0o700);
    const first = await start();
    expect(first.isElsewhere).toBe(true);
    expect(first.folder.startsWith(parent)).toBe(false);
    await ask(first, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start();
    expect(second.folder).toBe(first.folder);
    expect((await ask(second, 'select answer from kept')).rows).toEqual([{ answer: 42 }]);
    await second.stop();
    await rm(second.folder, { recursive: true });
  },
);

test('a server that ends by itself is noticed', async () => {
  const postgres = await start();
  await ask(postgres, 'select pg_reload_conf()');
  const [pid] = (await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGQUIT');
  await expect(postgres.ended).resolves.toBeUndefined();
  await postgres.stop();
});

test('a fit database gets its extensions; one without UTF8 is refused with the way out', async () => {
  const good = new pg.Pool({ ...(await makeEmptyDatabase()), max: 1 });
  await checkDatabase(good);
  const { rows } = await good.query(
    `select extname from pg_extension where extname <> 'plpgsql' order by 1`,
  );
  expect(rows.map(({ extname }) => extname)).toEqual(['btree_gin', 'pg_trgm', 'unaccent']);
  await good.query(
    `create database latin encoding 'SQL_ASCII' template template0 locale 'C' locale_provider libc`,
  );
  const bad = new pg.Pool({ ...good.options, database: 'latin', max: 1 });
  await expect(checkDatabase(bad)).rejects.toMatchObject({
    code: 'HOST_DATABASE_UNFIT',
    message: expect.stringContaining("ENCODING 'UTF8'"),
  });
  await bad.end();
  await good.query('drop database latin');
  await good.end();
});

test('past a pooler, what listens has a connection of its own, and both are ended', async () => {
  const { host, port, user, database } = await makeEmptyDatabase();
  const url = (name: string) =>
    `postgres://${user}@${encodeURIComponent(host ?? '')}:${port}/${database}?application_name=${name}`;
  const open = (environment: Record<string, string>) =>
    openDatabase(readConfiguration(environment), { debug() {}, info() {}, warn() {}, error() {} });
  const pooled = await open({ DATABASE_URL: url('pooled'), DATABASE_DIRECT_URL: url('direct') });
  const nameOf = async (pool: pg.Pool) =>
    (await pool.query('show application_name')).rows[0].application_name;
  expect([await nameOf(pooled.pool), await nameOf(pooled.listen)]).toEqual(['pooled', 'direct']);
  await pooled.stop();
  expect([pooled.pool.ended, pooled.listen.ended]).toEqual([true, true]);

  const plain = await open({ DATABASE_URL: url('plain') });
  expect(plain.listen).toBe(plain.pool);
  await plain.stop();
});
