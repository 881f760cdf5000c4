import type { EntityMeta, FieldMeta } from '@tessera/core';

/** A record as a list or a page holds it: wire values by field name. */
export type WireRecord = { readonly id: string; readonly version?: number } & Readonly<
  Record<string, unknown>
>;

/** A reference after `include=`: the record it points to, with its title. */
export interface ExpandedReference {
  readonly id: string;
  readonly title: string;
  readonly entity: string;
  readonly [field: string]: unknown;
}

/** Whether the field holds the id of one record, so that `include=` can expand it. */
function isReference(field: FieldMeta): boolean {
  return (
    field.type === 'ref' || field.type === 'user' || field.type === 'team' || field.type === 'state'
  );
}

/** Whether its values are numbers to be set flush right. */
export function isNumeric(field: FieldMeta): boolean {
  const type = field.type === 'rollup' ? (field.valueType ?? 'decimal') : field.type;
  return ['integer', 'decimal', 'money', 'percent', 'duration'].includes(type);
}

/** Whether a sum over its values means something. */
export function isSummable(field: FieldMeta): boolean {
  const type = field.type === 'rollup' ? (field.valueType ?? 'decimal') : field.type;
  return (type === 'money' || type === 'decimal') && field.access !== 'mask';
}

/** Whether this person may change it on this page. */
export function isEditable(field: FieldMeta): boolean {
  return (
    field.access === 'write' &&
    !field.readOnly &&
    !isComputed(field) &&
    (!field.system || isOwnership(field))
  );
}

/** Owner and team are system fields that people set. */
function isOwnership(field: FieldMeta): boolean {
  return field.name === 'owner' || field.name === 'team';
}

function isComputed(field: FieldMeta): boolean {
  return field.type === 'autonumber' || field.type === 'rollup';
}

/** The entity a reference points to; a user or a team has one without naming it. */
export function targetOf(field: FieldMeta): string | undefined {
  if (field.target) return field.target;
  if (field.type === 'user') return 'tessera.user';
  return field.type === 'team' ? 'tessera.team' : undefined;
}

export function findField(entity: EntityMeta, name: string): FieldMeta | undefined {
  return entity.fields.find((field) => field.name === name);
}

/** The fields of a list of names that exist for this person, in that order. */
export function namedFields(entity: EntityMeta, names: readonly string[]): readonly FieldMeta[] {
  return names.flatMap((name) => findField(entity, name) ?? []);
}

/** Names to send as `include=` so that these fields come with titles. */
export function includeOf(fields: readonly FieldMeta[]): readonly string[] {
  const pointing = fields.filter(
    (field) => isReference(field) || field.type === 'refs' || field.type === 'anyRef',
  );
  return pointing.filter((field) => field.access !== 'mask').map((field) => field.name);
}

export function isExpanded(value: unknown): value is ExpandedReference {
  return typeof value === 'object' && value !== null && 'id' in value && 'title' in value;
}

/** The id of a reference, expanded or not; null where there is none. */
export function referenceId(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : null;
}

/** The title of a record in words; its id where the title is not readable. */
export function titleOf(entity: EntityMeta, record: WireRecord): string {
  const title = record[entity.title];
  if (isExpanded(title)) return title.title;
  return typeof title === 'string' && title !== ''
    ? title
    : typeof title === 'number'
      ? String(title)
      : record.id;
}
