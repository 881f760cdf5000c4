import pg from 'pg';
import { createImportClient, follow } from '../../../host/src/transfer/import-client.ts';
import type { Contender } from './contender.ts';
import type { DatabaseUsage } from './database-usage.ts';
import type { Verdict } from './gate.ts';
import { IMPORT_TABLES, type ImportTable } from './import-tables.ts';
import type { Hits } from './load.ts';
import { cpuRatio, measure, medianOf, type Measured } from './measure.ts';
import type { Ready } from './server.ts';
import { printTable, showNumber } from './table.ts';

export interface ImportSetting {
  readonly tessera: Contender<Ready>;
  readonly database: DatabaseUsage;
  readonly rounds: number;
  /** Of each table in each round. */
  readonly rows: number;
}

interface Round {
  readonly tessera: Measured;
  readonly copy: Measured;
}

const LEAST_ROUNDS = 3;

/**
 * Imports tables of CSV through the API, from the upload to the end of the job, and copies the same rows into a copy of their table with
 * all its indexes. The copy costs no host anything.
 */
export async function compareImports(setting: ImportSetting): Promise<Verdict[]> {
  const owner = new pg.Client(setting.tessera.ready.pool);
  await owner.connect();
  const rounds = IMPORT_TABLES.map((): Round[] => []);
  for (let round = 0; round < Math.max(setting.rounds, LEAST_ROUNDS); round++) {
    const series = `${Date.now()}`;
    for (const [index, table] of IMPORT_TABLES.entries())
      rounds[index]?.push(await playRound(table, series, owner, setting));
  }
  await owner.end();
  return report(rounds.map(medianRound));
}

async function playRound(
  table: ImportTable,
  series: string,
  owner: pg.Client,
  { tessera, database, rows }: ImportSetting,
): Promise<Round> {
  const csv = Buffer.from(table.csv(rows, series));
  const { rows: found } = await owner.query<{ now: string }>(
    'select clock_timestamp()::text as now',
  );
  const ours = await measure(tessera, database, () => importRows(tessera.ready, table, csv, rows));
  const file = await writeFile(owner, table, found[0]?.now ?? '');
  const copy = await measure(NO_HOST, database, () => copyRows(owner, table, file, rows));
  return { tessera: ours, copy };
}

const NO_HOST = { usage: async () => ({ cpu: 0, memory: 0, peak: 0, block: 0 }) };

async function importRows(
  { url, token }: Ready,
  { entity }: ImportTable,
  csv: Buffer,
  rows: number,
): Promise<Hits> {
  const client = createImportClient(url, token);
  const start = performance.now();
  const file = await client.upload(`${entity}.csv`, csv);
  const { id } = await client.start({ file, entity, mode: 'create', batch: crypto.randomUUID() });
  const { counts } = await follow(client, id, () => {});
  if (counts.created < rows)
    throw new Error(`${rows} rows of ${entity} were imported, and ${counts.created} went in.`);
  return { answered: rows, seconds: (performance.now() - start) / 1000 };
}

/** Has the database write the records of an import into a file of its own, which it can read again. */
async function writeFile(
  owner: pg.Client,
  { entity }: ImportTable,
  since: string,
): Promise<string> {
  const { rows } = await owner.query<{ file: string }>(
    `select current_setting('data_directory') || '/bench-copy' as file`,
  );
  const file = rows[0]?.file ?? '';
  await owner.query(
    `copy (select * from ${entity} where source = 'import' and created_at >= '${since}') to '${file}'`,
  );
  return file;
}

async function copyRows(
  owner: pg.Client,
  { entity }: ImportTable,
  file: string,
  rows: number,
): Promise<Hits> {
  await owner.query(`create table bench_copy (like ${entity} including all)`);
  const start = performance.now();
  const { rowCount } = await owner.query(`copy bench_copy from '${file}'`);
  const seconds = (performance.now() - start) / 1000;
  await owner.query('drop table bench_copy');
  if (rowCount !== rows) throw new Error(`${rowCount} of ${rows} rows of ${entity} were copied.`);
  return { answered: rows, seconds };
}

function medianRound(rounds: readonly Round[]): Round {
  return {
    tessera: medianOf(rounds.map(({ tessera }) => tessera)),
    copy: medianOf(rounds.map(({ copy }) => copy)),
  };
}

const HEAD = [
  'import',
  'rows/s',
  'copy rows/s',
  'ratio',
  'by CPU',
  'host µs',
  'database µs',
  'copy µs',
];

function report(rounds: readonly Round[]): Verdict[] {
  const results = rounds.map(({ tessera, copy }, index) => ({
    name: IMPORT_TABLES[index]?.name ?? '',
    rate: tessera.rate / copy.rate,
    cpu: cpuRatio(copy, tessera),
  }));
  printTable([
    HEAD,
    ...results.map(({ name, rate, cpu }, index) => [
      name,
      showNumber(rounds[index]?.tessera.rate),
      showNumber(rounds[index]?.copy.rate),
      rate.toFixed(3),
      cpu?.toFixed(3) ?? '',
      showNumber(rounds[index]?.tessera.host),
      showNumber(rounds[index]?.tessera.database),
      showNumber(rounds[index]?.copy.database),
    ]),
  ]);
  return results;
}
