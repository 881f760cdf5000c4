import type { EntityMeta, FieldMeta } from '@tessera/core';
import { findField } from '../field/field-kind.ts';

/** A column as a reader chose it. */
export interface ListColumn {
  readonly field: string;
  /** In pixels; that of the field's kind when not given. */
  readonly width?: number;
}

/** A column that can be shown now. */
export interface ShownColumn {
  readonly field: FieldMeta;
  readonly width?: number;
}

const NARROWEST = 60;
const WIDEST = 1000;
const MOST = 100;

/** The columns to show: those chosen, or the entity's own. What names a record comes first; what is not there now is left out. */
export function shownColumns(
  entity: EntityMeta,
  chosen: readonly ListColumn[] | null,
): readonly ShownColumn[] {
  const columns = chosen ?? ownColumns(entity);
  const title = columns.find(({ field }) => field === entity.title) ?? { field: entity.title };
  const others = columns.filter(({ field }) => field !== entity.title);
  return [title, ...others].flatMap(({ field: name, ...rest }) => {
    const field = findField(entity, name);
    return field ? [{ field, ...rest }] : [];
  });
}

/** The columns that an entity shows where nothing was chosen. */
export function ownColumns(entity: EntityMeta): readonly ListColumn[] {
  const others = entity.list.columns.filter((name) => name !== entity.title);
  return [entity.title, ...others].map((field) => ({ field }));
}

/** What was chosen after the table changed the columns it shows: those of plugins that are off stay in mind. */
export function keepUnknown(
  entity: EntityMeta,
  before: readonly ListColumn[] | null,
  after: readonly ListColumn[],
): readonly ListColumn[] {
  const unknown = (before ?? []).filter(({ field }) => !findField(entity, field));
  return [...after, ...unknown];
}

/** The columns with one put to another place. */
export function moveColumn(
  columns: readonly ListColumn[],
  from: number,
  to: number,
): readonly ListColumn[] {
  const moved = columns[from];
  if (!moved || to < 0 || to >= columns.length) return columns;
  return columns.toSpliced(from, 1).toSpliced(to, 0, moved);
}

/** Reads `name,stage:180`; null when it names nothing. A field that is named twice counts once, a width stays within reason. */
export function readColumns(text: string | null): readonly ListColumn[] | null {
  const names = new Map<string, ListColumn>();
  for (const part of (text ?? '').split(',')) {
    const [, field, width] = /^([\w.]{1,100})(?::(\d{1,5}))?$/.exec(part.trim()) ?? [];
    if (!field || names.has(field) || names.size >= MOST) continue;
    names.set(field, width === undefined ? { field } : { field, width: columnWidth(width) });
  }
  return names.size === 0 ? null : [...names.values()];
}

/** Writes what {@link readColumns} reads. */
export function writeColumns(columns: readonly ListColumn[] | null): string {
  return (columns ?? [])
    .map(({ field, width }) => (width === undefined ? field : `${field}:${Math.round(width)}`))
    .join(',');
}

function columnWidth(text: string): number {
  return Math.min(WIDEST, Math.max(NARROWEST, Number(text)));
}
