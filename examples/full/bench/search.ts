import type { EntityModel, Sql } from '@tessera/core';
import { searchRows } from '../../../core/src/records/search-grams.ts';

const BATCH = 5000;

/** Writes the search rows of an entity's records as the record pipeline would; answers how many. */
export async function fillSearch(sql: Sql, model: EntityModel): Promise<number> {
  const fields = [...model.fields.values()].filter((field) => field.searchable);
  const columns = fields.map((field) => `"${field.columns.value}" as "${field.name}"`).join(', ');
  let after = '00000000-0000-0000-0000-000000000000';
  let written = 0;
  for (let pending: Promise<unknown> = Promise.resolve(); ;) {
    const records = await sql.query<{ id: string }>(
      `select id, ${columns} from ${model.schema}.${model.table} where id > $1 order by id limit ${BATCH}`,
      [after],
    );
    const last = records.at(-1);
    const rows = records.flatMap((record) =>
      searchRows(model, record).map((row) => ({ ...row, record_id: record.id })),
    );
    await pending;
    if (!last) return written;
    after = last.id;
    written += rows.length;
    pending = sql.query(
      `insert into tessera.search (entity, record_id, class, content, grams)
       select $1, record_id, class, content, grams
       from json_to_recordset($2) as r(record_id uuid, class text, content text, grams text[])`,
      [model.id, JSON.stringify(rows)],
    );
  }
}
