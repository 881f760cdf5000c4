import type { Database, Sql } from '@tessera/core';

/** An index that is made after the rows of its table. */
export interface Index {
  readonly table: string;
  readonly definition: string;
}

/** All but the keys; answers what makes them again. Filling first and indexing then takes a third of the time. */
export async function dropIndexes(sql: Sql, tables: readonly string[]): Promise<readonly Index[]> {
  const indexes = await sql.query<Index & { readonly name: string }>(
    `select i.indexrelid::regclass::text as name, i.indrelid::regclass::text as table, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  );
  for (const { name } of indexes) await sql.query(`drop index ${name}`);
  // An index of a partitioned table is told as one of the parent alone, which no partition would have.
  return indexes.map(({ table, definition }) => ({
    table,
    definition: definition.replace(' ON ONLY ', ' ON '),
  }));
}

export async function createIndexes(
  database: Database,
  indexes: readonly Index[],
  tell: (definition: string) => Promise<void>,
): Promise<void> {
  const rest = indexes.map(({ definition }) => definition);
  const work = async (): Promise<void> => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      await database.query(next);
      await tell(next);
    }
  };
  // Two at once keep the disk and the processor busy; each of them may take helpers.
  await Promise.all([work(), work()]);
}
