import { type Column, tableColumns } from './column.ts';
import { type IndexShape, tableIndexes } from './table-index.ts';
import type { EntityId } from './entity.ts';
import type { EntityModel, EntityModels } from './model.ts';

/** A table as it is in the database: plain data, kept for every table that was ever made. */
export interface TableShape {
  readonly schema: string;
  readonly table: string;
  readonly partitioned: boolean;
  readonly columns: readonly Column[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly indexes: readonly IndexShape[];
}

/** From a column to the id of a table; deleting what is pointed to is refused. */
export interface ForeignKey {
  readonly column: string;
  readonly schema: string;
  readonly table: string;
}

/** The tables that entities need. */
export function tableShapes(models: EntityModels): TableShape[] {
  return [...models.values()].map((model) => tableShape(model, models));
}

/** `sales.opportunity`: how a table is called in the list of shapes. */
export function shapeName(shape: { readonly schema: string; readonly table: string }): string {
  return `${shape.schema}.${shape.table}`;
}

/** The table an entity needs. */
function tableShape(model: EntityModel, models: EntityModels): TableShape {
  return {
    schema: model.schema,
    table: model.table,
    partitioned: model.options.partitioned ?? false,
    columns: tableColumns(model, models),
    foreignKeys: foreignKeys(model, models),
    indexes: tableIndexes(model),
  };
}

function foreignKeys(model: EntityModel, models: EntityModels): ForeignKey[] {
  return [...model.fields.values()].flatMap((field) => {
    if (field.system || field.soft || !['ref', 'user', 'team', 'state'].includes(field.type))
      return [];
    const target = models.get(field.target as EntityId);
    return target
      ? [{ column: field.columns.value, schema: target.schema, table: target.table }]
      : [];
  });
}
