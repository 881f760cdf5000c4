import type { EntityMeta, FieldMeta, LocalizedText } from '@tessera/core';
import { isEditable, namedFields } from '../field/field-kind.ts';

export interface FormGroup {
  readonly label: LocalizedText | null;
  readonly fields: readonly FieldMeta[];
}

/** The groups of a form with the fields that this person may set; a required field is never left out. */
export function formGroups(entity: EntityMeta): readonly FormGroup[] {
  const groups = entity.form.map(({ label, fields }) => ({
    label,
    fields: namedFields(entity, fields).filter(isEditable),
  }));
  const placed = new Set(groups.flatMap(({ fields }) => fields.map(({ name }) => name)));
  const missing = entity.fields.filter(
    (field) => field.required && isEditable(field) && !placed.has(field.name),
  );
  return [...(missing.length > 0 ? [{ label: null, fields: missing }] : []), ...groups].filter(
    ({ fields }) => fields.length > 0,
  );
}

/** The groups of a page: every field a form would have and those only to be read. */
export function detailGroups(entity: EntityMeta): readonly FormGroup[] {
  const groups = entity.form.map(({ label, fields }) => ({
    label,
    fields: namedFields(entity, fields),
  }));
  const placed = new Set(groups.flatMap(({ fields }) => fields.map(({ name }) => name)));
  const rest = entity.fields.filter(
    ({ name, system }) => !placed.has(name) && (!system || name === 'owner' || name === 'team'),
  );
  return [...groups, { label: null, fields: rest }].filter(({ fields }) => fields.length > 0);
}

/** A draft that begins with a title; one that is made from other fields begins with the first of them. */
export function titlePrefill(entity: EntityMeta, title: string): Readonly<Record<string, unknown>> {
  const fields = formGroups(entity).flatMap((group) => group.fields);
  const named =
    fields.find(({ name }) => name === entity.title) ??
    fields.find(({ type, required }) => type === 'text' && required);
  return named ? { [named.name]: title } : {};
}
