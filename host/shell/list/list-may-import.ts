import type { EntityMeta } from '@tessera/core';
import type { FieldView } from '../field/field-template.ts';

/** Whether this person may import files of this entity. */
export function mayImport(entity: EntityMeta, view: FieldView): boolean {
  const { permissions } = view.meta.user;
  return (
    entity.actions.create &&
    (permissions.includes('*') || permissions.includes('tessera.import.run'))
  );
}
