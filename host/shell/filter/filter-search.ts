import type { EntityMeta } from '@tessera/core';
import type { FieldView } from '../field/field-template.ts';
import { behind, fieldsOf, partsOf, relationsOf } from './filter-field.ts';
import type { FilterField, FilterRelation } from './filter-field.ts';

/** What a person can choose to ask for. */
export interface FilterEntry {
  readonly path: string;
  /** The words of the thing itself, without the way to it. */
  readonly name: string;
  readonly trail: string;
  readonly icon: string;
  /** The records to many that it leads to; undefined for a field. */
  readonly relation?: FilterRelation;
  /** What stands behind it: the fields of the record it points to, or its parts. */
  readonly inner?: () => readonly FilterEntry[];
}

/** References on the way at most. */
const MAXIMUM_STEPS = 2;
const MAXIMUM_FOUND = 60;

/** The things to ask of an entity: its fields, then its related records. */
export function entriesOf(
  entity: EntityMeta,
  view: FieldView,
  steps: readonly string[] = [],
  trail: readonly string[] = [],
): readonly FilterEntry[] {
  const fields = fieldsOf(entity, view, steps, trail).map((field) =>
    fieldEntry(field, view, steps, trail),
  );
  const relations = relationsOf(entity, view, steps, trail).map((relation): FilterEntry => ({
    path: relation.path,
    name: lastWords(relation.label, relation.trail),
    trail: relation.trail,
    icon: relation.icon,
    relation,
  }));
  return [...fields, ...relations];
}

/** What fits all of the words, near things first. */
export function searchEntries(
  entries: readonly FilterEntry[],
  words: string,
): readonly FilterEntry[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found: FilterEntry[] = [];
  let level = entries;
  for (let step = 0; step <= MAXIMUM_STEPS && level.length > 0; step += 1) {
    const here = level.filter((entry) => fits(entry, wanted));
    found.push(...here.toSorted((one, other) => rank(one, wanted) - rank(other, wanted)));
    if (found.length >= MAXIMUM_FOUND) break;
    level = level.flatMap((entry) => entry.inner?.() ?? []);
  }
  return found.slice(0, MAXIMUM_FOUND);
}

function fieldEntry(
  field: FilterField,
  view: FieldView,
  steps: readonly string[],
  trail: readonly string[],
): FilterEntry {
  const name = lastWords(field.label, field.trail);
  const entry = { path: field.path, name, trail: field.trail, icon: field.icon };
  const target = steps.length < MAXIMUM_STEPS ? behind(field.field, view) : undefined;
  if (target)
    return {
      ...entry,
      inner: () => entriesOf(target, view, [...steps, field.field.name], [...trail, name]),
    };
  const parts = partsOf(field, view);
  if (parts.length === 0) return entry;
  return { ...entry, inner: () => parts.map((part) => fieldEntry(part, view, steps, trail)) };
}

function lastWords(label: string, trail: string): string {
  return trail === '' ? label : label.slice(trail.length + 3);
}

function fits(entry: FilterEntry, wanted: readonly string[]): boolean {
  const text = `${entry.trail} ${entry.name}`.toLocaleLowerCase();
  const name = entry.name.toLocaleLowerCase();
  return wanted.every((word) => text.includes(word)) && wanted.some((word) => name.includes(word));
}

function rank(entry: FilterEntry, wanted: readonly string[]): number {
  return entry.name.toLocaleLowerCase().startsWith(wanted[0] ?? '') ? 0 : 1;
}
