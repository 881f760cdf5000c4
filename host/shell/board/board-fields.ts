import type { AppMeta, EntityMeta, FieldMeta } from '@tessera/core';

/** The fields whose values can be the columns of a board; the one it starts with comes first. */
export function boardFields(entity: EntityMeta, meta: AppMeta): readonly FieldMeta[] {
  const found = entity.fields.filter((field) => isBoardField(field, meta));
  const rank = (field: FieldMeta): number => {
    if (field.name === entity.board?.by) return 0;
    if (field.type !== 'choice') return 1;
    return entity.list.columns.includes(field.name) ? 2 : 3;
  };
  return found.toSorted((one, other) => rank(one) - rank(other));
}

/** The entity whose records are the states of a field; undefined for a choice. */
export function machineOf(field: FieldMeta, meta: AppMeta): EntityMeta | undefined {
  if (field.type !== 'state' && field.type !== 'ref') return undefined;
  return meta.entities.find(({ id, states }) => id === field.target && states);
}

function isBoardField(field: FieldMeta, meta: AppMeta): boolean {
  if (field.system || field.access === 'mask' || !field.filterable) return false;
  if (field.type === 'choice') return (field.options?.length ?? 0) > 0;
  return machineOf(field, meta) !== undefined;
}
