import { fieldColumns } from '../entities/column.ts';
import type { EntityId } from '../entities/entity.ts';
import type { EntityModels } from '../entities/model.ts';
import { shapeName } from '../entities/table-shape.ts';
import type { Sql } from '../records/database.ts';

/** Whose a column is: names alone do not tell, `sales_region` may be the own field of a table or an extension by sales. */
export interface ColumnOwner {
  /** Id of the plugin; `x` for a field made in the UI. */
  readonly plugin: string;
  readonly entity: EntityId;
  readonly field: string;
  /** `schema.table`. */
  readonly table: string;
  readonly column: string;
}

/** Writes down whose the columns of these models are; those of fields that are gone stay known. */
export async function rememberColumns(sql: Sql, models: EntityModels): Promise<void> {
  const owners: ColumnOwner[] = [...models.values()].flatMap((model) =>
    [...model.fields.values()]
      .filter(({ system }) => !system)
      .flatMap((field) =>
        fieldColumns(field, models).map(({ name }) => ({
          plugin: field.plugin,
          entity: model.id,
          field: field.name,
          table: shapeName(model),
          column: name,
        })),
      ),
  );
  await sql.query(
    `insert into tessera.schema_column (plugin, entity, field, "table", "column")
     select plugin, entity, field, "table", "column"
     from json_to_recordset($1) as x (plugin text, entity text, field text, "table" text, "column" text)
     where not exists (select 1 from tessera.schema_column c where (c."table", c."column", c.plugin, c.entity, c.field)
       = (x."table", x."column", x.plugin, x.entity, x.field))
     order by "table", "column"
     on conflict ("table", "column") do update set plugin = excluded.plugin, entity = excluded.entity, field = excluded.field`,
    [JSON.stringify(owners)],
  );
}

/** Every column whose owner is known, also of fields that nobody declares any more. */
export async function readColumnOwners(sql: Sql): Promise<ColumnOwner[]> {
  return sql.query<ColumnOwner>(
    'select plugin, entity, field, "table", "column" from tessera.schema_column order by "table", "column"',
  );
}

/** Forgets columns that are not there any more. */
export async function forgetColumns(
  sql: Sql,
  columns: readonly { readonly table: string; readonly column?: string | undefined }[],
): Promise<void> {
  await sql.query(
    `delete from tessera.schema_column c using json_to_recordset($1) as x ("table" text, "column" text)
     where c."table" = x."table" and (x."column" is null or c."column" = x."column")`,
    [JSON.stringify(columns)],
  );
}
