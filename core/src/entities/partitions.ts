import { identifier, quote } from './table-index.ts';

/** Months that have a partition ahead of time. */
const MONTHS_AHEAD = 12;

/** The statements that give a table, partitioned by the time in its ids, its partitions from last month to a year ahead. */
export function monthPartitions(schema: string, table: string, now: Date): string[] {
  const parent = `${quote(schema)}.${quote(table)}`;
  const child = (suffix: string) => `${quote(schema)}.${quote(identifier(`${table}_${suffix}`))}`;
  const statements = [
    `create table if not exists ${child('default')} partition of ${parent} default`,
  ];
  for (let ahead = -1; ahead <= MONTHS_AHEAD; ahead += 1) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead));
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1));
    const suffix = from.toISOString().slice(0, 7).replace('-', '_');
    statements.push(
      `create table if not exists ${child(suffix)} partition of ${parent} for values from ('${firstId(from)}') to ('${firstId(to)}')`,
    );
  }
  return statements;
}

/** The least UUID v7 of a moment. Source: RFC 9562 §5.7, the first 48 bits are milliseconds. */
export function firstId(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
