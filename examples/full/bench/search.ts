import type { EntityModel, Sql } from '@tessera/core';
import { searchClasses, searchRows } from '../../../core/src/records/search-grams.ts';

const BATCH = 5000;
/** Up to so many different texts are put into words once, and PostgreSQL finds the records that have them. */
const FEW_TEXTS = 20_000;
const NO_ID = '00000000-0000-0000-0000-000000000000';

interface SearchClass {
  readonly model: EntityModel;
  readonly name: string;
  /** `"column" as "field"`, for each of its fields. */
  readonly columns: string;
}
type Texts = Readonly<Record<string, unknown>>;

/** Writes the search rows of an entity's records as the record pipeline would; answers how many the table has then. */
export async function fillSearch(sql: Sql, model: EntityModel): Promise<number> {
  for (const [name, fields] of searchClasses(model)) {
    const columns = fields.map((field) => `"${field.columns.value}" as "${field.name}"`).join(', ');
    await fillClass(sql, { model, name, columns });
  }
  const [row] = await sql.query<{ rows: number }>(
    'select count(*)::int as rows from tessera.search where entity = $1',
    [model.id],
  );
  return row?.rows ?? 0;
}

async function fillClass(sql: Sql, group: SearchClass): Promise<void> {
  const texts = await sql.query<Texts>(
    `select distinct ${group.columns} from ${tableOf(group)} limit ${FEW_TEXTS + 1}`,
  );
  if (texts.length > FEW_TEXTS) return fillByRecord(sql, group);
  const words = texts.flatMap((text) => wordsOf(group, text).map((row) => ({ ...row, text })));
  await sql.query(
    `insert into tessera.search (entity, record_id, class, content, grams)
     select $1, r.id, $2, w.content, w.grams
     from (select id, (select to_jsonb(t) from (select ${group.columns}) t) as text from ${tableOf(group)} where deleted_at is null) r
     join jsonb_to_recordset($3) as w(text jsonb, content text, grams text[]) using (text)`,
    [group.model.id, group.name, JSON.stringify(words)],
  );
}

async function fillByRecord(sql: Sql, group: SearchClass): Promise<void> {
  let after = NO_ID;
  for (let pending: Promise<unknown> = Promise.resolve(); ;) {
    const records = await sql.query<Texts & { readonly id: string }>(
      `select id, ${group.columns} from ${tableOf(group)} where id > $1 order by id limit ${BATCH}`,
      [after],
    );
    const rows = records.flatMap((record) =>
      wordsOf(group, record).map((row) => ({ ...row, id: record.id })),
    );
    await pending;
    const last = records.at(-1);
    if (!last) return;
    after = last.id;
    pending = sql.query(
      `insert into tessera.search (entity, record_id, class, content, grams)
       select $1, id, $2, content, grams from json_to_recordset($3) as r(id uuid, content text, grams text[])`,
      [group.model.id, group.name, JSON.stringify(rows)],
    );
  }
}

/** Fields of other classes are not there, so they have no row. */
function wordsOf({ model }: SearchClass, text: Texts): { content: string; grams: string[] }[] {
  return searchRows(model, text).map(({ content, grams }) => ({ content, grams: [...grams] }));
}

function tableOf({ model }: SearchClass): string {
  return `${model.schema}.${model.table}`;
}
