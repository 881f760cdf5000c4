import type { EntityModel, Sql } from '@tessera/core';
import {
  searchClasses,
  searchRow,
  type SearchRow,
} from '../../../core/src/records/search-grams.ts';

const BATCH = 5000;
/** Up to so many different texts are put into words once, and PostgreSQL finds the records that have them. */
const FEW_TEXTS = 20_000;
const NO_ID = '00000000-0000-0000-0000-000000000000';

type Texts = Readonly<Record<string, unknown>>;

/** Writes the search rows of an entity's records as the record pipeline would; answers how many the table has then. */
export async function fillSearch(sql: Sql, model: EntityModel): Promise<number> {
  const fields = [...searchClasses(model).values()].flat();
  const columns = fields.map((field) => `"${field.columns.value}" as "${field.name}"`).join(', ');
  const texts = await sql.query<Texts>(
    `select distinct ${columns} from ${tableOf(model)} limit ${FEW_TEXTS + 1}`,
  );
  if (texts.length > FEW_TEXTS) await fillByRecord(sql, model, columns);
  else await fillByText(sql, model, columns, texts);
  const [row] = await sql.query<{ rows: number }>(
    'select count(*)::int as rows from tessera.search where entity = $1',
    [model.id],
  );
  return row?.rows ?? 0;
}

async function fillByText(
  sql: Sql,
  model: EntityModel,
  columns: string,
  texts: readonly Texts[],
): Promise<void> {
  const rows = texts.flatMap((text) => rowsOf(model, text).map((row) => ({ ...row, text })));
  await sql.query(
    `insert into tessera.search (entity, record_id, content, grams)
     select $1, r.id, w.content, w.grams
     from (select id, (select to_jsonb(t) from (select ${columns}) t) as text from ${tableOf(model)} where deleted_at is null) r
     join jsonb_to_recordset($2) as w(text jsonb, content jsonb, grams text[]) using (text)`,
    [model.id, JSON.stringify(rows)],
  );
}

async function fillByRecord(sql: Sql, model: EntityModel, columns: string): Promise<void> {
  let after = NO_ID;
  for (let pending: Promise<unknown> = Promise.resolve(); ;) {
    const records = await sql.query<Texts & { readonly id: string }>(
      `select id, ${columns} from ${tableOf(model)} where id > $1 order by id limit ${BATCH}`,
      [after],
    );
    const rows = records.flatMap((record) =>
      rowsOf(model, record).map((row) => ({ ...row, id: record.id })),
    );
    await pending;
    const last = records.at(-1);
    if (!last) return;
    after = last.id;
    pending = sql.query(
      `insert into tessera.search (entity, record_id, content, grams)
       select $1, id, content, grams from json_to_recordset($2) as r(id uuid, content jsonb, grams text[])`,
      [model.id, JSON.stringify(rows)],
    );
  }
}

function rowsOf(model: EntityModel, record: Texts): readonly SearchRow[] {
  const row = searchRow(model, record);
  return row ? [row] : [];
}

function tableOf({ schema, table }: EntityModel): string {
  return `${schema}.${table}`;
}
