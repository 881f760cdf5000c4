import type { EntityMeta } from '@tessera/core';
import { isSame, toWire, type Values } from '../field/field-changes.ts';
import { findField, isEditable, type WireRecord } from '../field/field-kind.ts';
import type { HistoryRow } from './record-client.ts';

/** What of a change can be put back, and what cannot. */
export interface Restorable {
  /** The values before the change, by field, that the record does not have now. */
  readonly values: Values;
  /** Fields that would be other, and that this person may not write, or that nobody writes. */
  readonly locked: readonly string[];
}

const NOTHING: Restorable = { values: {}, locked: [] };

/** What putting a change of the history back would write now. */
export function restorable(row: HistoryRow, entity: EntityMeta, record: WireRecord): Restorable {
  if (row.action !== 'update' || !row.values || !entity.actions.update) return NOTHING;
  const other = Object.entries(row.values).filter(
    ([name, [before]]) => !isSame(before ?? null, toWire(record[name])),
  );
  const isOpen = (name: string): boolean => {
    const field = findField(entity, name);
    return field !== undefined && isEditable(field);
  };
  return {
    values: Object.fromEntries(
      other.filter(([name]) => isOpen(name)).map(([name, [before]]) => [name, before ?? null]),
    ),
    locked: other.map(([name]) => name).filter((name) => !isOpen(name)),
  };
}

/** What the record holds now of the fields that are to be put back: it takes the putting back back. */
export function presentValues(values: Values, record: WireRecord): Values {
  return Object.fromEntries(Object.keys(values).map((name) => [name, toWire(record[name])]));
}
