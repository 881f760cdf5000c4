import type { EntityMeta } from '@tessera/core';
import type { Values } from '../field/field-changes.ts';
import { titlePrefill } from './form-groups.ts';
import type { Picker } from '../field/picker.ts';

/** A record that is made in between, for a picker that did not find it. */
export interface Nested {
  readonly entity: string;
  readonly title: string;
  readonly picker: Picker;
}

/** What the form in between begins with. */
export function nestedPrefill(nested: Nested, entity: EntityMeta | undefined): Values {
  return entity ? titlePrefill(entity, nested.title) : {};
}

/** Chooses the new record in the picker that wanted it. */
export function pickMade(
  { picker }: Nested,
  entity: EntityMeta | undefined,
  record: { readonly id: string } & Values,
): void {
  if (!entity) return;
  picker.pick({
    id: record.id,
    title: String(record[entity.title]),
    subtitle: '',
    entity: entity.id,
  });
}
