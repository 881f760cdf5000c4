import type { Database, Sql } from '@tessera/core';

/** All but the keys; answers what makes them again. Filling first and indexing then takes a third of the time. */
export async function dropIndexes(sql: Sql, tables: readonly string[]): Promise<readonly string[]> {
  const indexes = await sql.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  );
  for (const { name } of indexes) await sql.query(`drop index ${name}`);
  // An index of a partitioned table is told as one of the parent alone, which no partition would have.
  return indexes.map(({ definition }) => definition.replace(' ON ONLY ', ' ON '));
}

export async function createIndexes(
  database: Database,
  definitions: readonly string[],
  tell: (definition: string) => Promise<void>,
): Promise<void> {
  const rest = [...definitions];
  const work = async (): Promise<void> => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      await database.query(next);
      await tell(next);
    }
  };
  // Two at once keep the disk and the processor busy; each of them may take helpers.
  await Promise.all([work(), work()]);
}
