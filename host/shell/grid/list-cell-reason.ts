import type { EntityMeta, FieldMeta } from '@tessera/core';
import { isEditable } from '../field/field-kind.ts';

/** Why a cell cannot be changed, as the key of a text; undefined when it can. */
export function whyFixed(entity: EntityMeta, field: FieldMeta): string | undefined {
  if (field.type === 'rollup') return 'grid.fixed.rollup';
  if (field.type === 'autonumber') return 'grid.fixed.number';
  if (field.access === 'mask') return 'grid.fixed.mask';
  if (field.system && !isEditable(field)) return 'grid.fixed.system';
  if (field.readOnly) return 'grid.fixed.plugin';
  if (!entity.actions.update || !isEditable(field)) return 'grid.fixed.access';
  return undefined;
}
