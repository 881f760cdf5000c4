import type { EntityMeta, FieldMeta } from '@tessera/core';
import type { ImportFile, ImportMapping, ImportPlan } from './import-api.ts';

/** What is to be done with one column of a file. */
export interface DraftColumn {
  readonly header: string;
  /** Field, or part of one; empty when the column is not imported. */
  readonly target: string;
  /** Order of a date's parts; years first when not given. */
  readonly format?: string;
  readonly decimal?: ',';
  /** Field of the other entity that holds the text; found by itself when not given. */
  readonly lookup?: string;
  /** Of a field with choices: what a text means that is not the name of one. */
  readonly map?: ValueMap;
}

/** Choice by text of a cell; an empty one leaves the field empty. */
export type ValueMap = Readonly<Record<string, string>>;

/** A plan that is being made. */
export interface Draft {
  readonly mode: ImportPlan['mode'];
  readonly key: string;
  readonly columns: readonly DraftColumn[];
}

/** A field, or a part of one, that a column can go into. */
export interface DraftTarget {
  readonly value: string;
  readonly field: FieldMeta;
  readonly part?: string;
}

const PARTS: Readonly<Partial<Record<FieldMeta['type'], readonly string[]>>> = {
  address: ['lines', 'city', 'district', 'region', 'postalCode', 'countryCode'],
  money: ['currency'],
};

/** Everything that a column can go into: what may be written, and what tells records apart. */
export function draftTargets(entity: EntityMeta): readonly DraftTarget[] {
  return entity.fields.flatMap((field): DraftTarget[] => {
    if (field.access !== 'write' || field.type === 'file' || field.type === 'rollup') return [];
    if (field.readOnly && !isKey(field)) return [];
    const whole = field.type === 'address' ? [] : [{ value: field.name, field }];
    const parts = (PARTS[field.type] ?? []).map((part) => ({
      value: `${field.name}.${part}`,
      field,
      part,
    }));
    return [...whole, ...parts];
  });
}

/** Whether records can be told apart by the field. */
function isKey(field: FieldMeta): boolean {
  return field.filterable && field.unique;
}

/** A plan as the headers of the file suggest it. */
export function suggestDraft(
  file: Pick<ImportFile, 'headers'>,
  entity: EntityMeta,
  mapping: ImportPlan['mapping'],
): Draft {
  const targets = new Map(
    Object.entries(mapping).map(([target, { column }]) => [column, target] as const),
  );
  const columns = file.headers.map((header) => ({ header, target: targets.get(header) ?? '' }));
  const key = keyFields(entity, columns).find(isKey)?.name ?? '';
  return { mode: key ? 'upsert' : 'create', key, columns };
}

/** The mapped fields by which records can be found, unique ones first. */
export function keyFields(
  entity: EntityMeta,
  columns: readonly DraftColumn[],
): readonly FieldMeta[] {
  const mapped = new Set(columns.map(({ target }) => target));
  const fields = entity.fields.filter((field) => mapped.has(field.name) && field.filterable);
  return [
    ...fields.filter(isKey),
    ...fields.filter((field) => !isKey(field) && field.name === entity.title),
  ];
}

/** Fields that a new record must have and no column brings. */
export function missingFields(entity: EntityMeta, draft: Draft): readonly FieldMeta[] {
  if (draft.mode === 'update') return [];
  const mapped = new Set(draft.columns.map(({ target }) => target.split('.', 1)[0]));
  return entity.fields.filter(
    (field) =>
      field.required && field.access === 'write' && !field.readOnly && !mapped.has(field.name),
  );
}

/** The draft with another choice for one column: a field is taken once. */
export function withColumn(draft: Draft, entity: EntityMeta, column: DraftColumn): Draft {
  const columns = draft.columns.map((one) => {
    if (one.header === column.header) return column;
    return column.target !== '' && one.target === column.target ? { ...one, target: '' } : one;
  });
  const keys = keyFields(entity, columns);
  const key = keys.some(({ name }) => name === draft.key) ? draft.key : (keys[0]?.name ?? '');
  const mode = key === '' && draft.mode !== 'create' ? 'create' : draft.mode;
  return { mode, key, columns };
}

/** What is sent. */
export function planOf(entity: Pick<EntityMeta, 'id'>, draft: Draft): ImportPlan {
  const mapping: Record<string, ImportMapping> = {};
  for (const { header, target, format, decimal, lookup, map } of draft.columns) {
    if (target === '') continue;
    mapping[target] = {
      column: header,
      ...(format ? { format } : {}),
      ...(decimal ? { decimal } : {}),
      ...(lookup ? { lookup } : {}),
      ...(map && Object.keys(map).length > 0 ? { map } : {}),
    };
  }
  const key = draft.mode === 'create' || draft.key === '' ? {} : { key: [draft.key] };
  return { entity: entity.id, mode: draft.mode, ...key, mapping };
}
