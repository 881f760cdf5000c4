import type { EntityModel, Sql } from '@tessera/core';
import type { Assembly } from '@tessera/core';

/** Owners that look natural in a list; more would scatter the records. */
const MOST_OWNERS = 6;

/** Who owns example records: whoever asks for them, and other people who work here. */
export async function sampleOwners(sql: Sql, assembly: Assembly, first: string): Promise<string[]> {
  const model = assembly.models.get('tessera.user');
  if (!model) return [first];
  const rows = await sql.query<{ id: string }>(
    `select id from ${tableOf(model)} where deleted_at is null and status = 'active' and id <> $1
     order by created_at, id limit $2`,
    [first, MOST_OWNERS - 1],
  );
  return [first, ...rows.map(({ id }) => id)];
}

/** Whether nobody has made a record yet where samples would go: then they are offered. */
export async function isUntouched(
  sql: Sql,
  assembly: Assembly,
  plugins: readonly string[],
): Promise<boolean> {
  const models = [...assembly.models.values()].filter(
    ({ plugin, owned }) => owned && plugins.includes(plugin),
  );
  for (const model of models) {
    const found = await sql.query(`select from ${tableOf(model)} where deleted_at is null limit 1`);
    if (found.length > 0) return false;
  }
  return true;
}

function tableOf({ schema, table }: EntityModel): string {
  const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  return `${quote(schema)}.${quote(table)}`;
}
