import { fieldColumns } from './column.ts';
import type { EntityModel, EntityModels } from './model.ts';

/** The plugin that brings columns of a table: that of an extension where they hold one of its fields, else that of the entity. */
export function pluginOfColumns(
  model: EntityModel,
  models: EntityModels,
  isOne: (column: string) => boolean,
): string {
  const bringing = [...model.fields.values()].findLast(
    (field) =>
      !field.system &&
      field.plugin !== model.plugin &&
      fieldColumns(field, models).some(({ name }) => isOne(name)),
  );
  return bringing?.plugin ?? model.plugin;
}
