import type { FieldModel } from '../entities/model.ts';
import { toColumns } from '../records/columns.ts';
import type { Row } from '../records/row.ts';

/** What a text says where a person's was. */
export const NEUTRAL_TEXT = '—';

const EPOCH_DAY = '1970-01-01';
const NO_REFERENCE = new Set(['ref', 'refs', 'anyRef', 'user', 'team', 'state']);
const NO_CONTENT = new Set(['autonumber', 'rollup']);

/** Whether a field says nothing of the person by itself: it leads to other records, counts, or is reckoned from others. */
export function isStructure({ type }: FieldModel): boolean {
  return NO_REFERENCE.has(type) || NO_CONTENT.has(type);
}

/**
 * The columns of a field after an erasure: empty where the field may be empty, else a value of its type that tells nothing. A value that
 * nobody may have twice is made from the id of the record.
 */
export function neutralColumns(field: FieldModel, id: string, isNeeded: boolean): Row {
  if (!isNeeded && !field.required) return toColumns(field, null);
  if (field.type === 'money') return toColumns(field, null);
  return toColumns(field, neutralValue(field, id));
}

function neutralValue(field: FieldModel, id: string): unknown {
  switch (field.type) {
    case 'email':
      return `${id}@erased.invalid`;
    case 'url':
      return 'https://erased.invalid/';
    case 'phone':
      return field.unique ? `0 ${id}` : '0';
    case 'date':
      return EPOCH_DAY;
    case 'datetime':
      return `${EPOCH_DAY}T00:00:00.000Z`;
    case 'integer':
    case 'duration':
    case 'percent':
    case 'decimal':
      return field.minimum ?? 0;
    case 'boolean':
      return false;
    case 'choice':
      return field.default ?? field.options?.[0]?.key ?? null;
    case 'choices':
      return [];
    case 'address':
    case 'json':
      return {};
    case 'file':
      return null;
    default:
      return field.unique ? `${NEUTRAL_TEXT} ${id}` : NEUTRAL_TEXT;
  }
}
