import type { EntityId, EntityModel, FieldModel, Problem } from '@tessera/core';
import { split, toCellValue } from './cell-value.ts';
import type { FieldMapping, ReadyPlan, RowFilter } from './import-plan.ts';
import { splitTarget } from './plan-check.ts';
import type { Row } from './row-reader.ts';
import { fillTemplate } from './template.ts';

/** A reference of a row that is still a text. */
export interface OpenReference {
  readonly field: FieldModel;
  readonly target: EntityId;
  /** Fields of the target that may hold the text; its own choice when empty. */
  readonly lookup: readonly string[];
  readonly texts: readonly string[];
}

/** What a row says about a record. */
export interface RowValues {
  readonly row: Row;
  /** In wire form, by field. A field that an existing record keeps is not there. */
  readonly values: Record<string, unknown>;
  readonly references: readonly OpenReference[];
  readonly problems: Problem[];
}

/** Reads rows by a plan. */
export interface RowMapper {
  isTaken(row: Row): boolean;
  read(row: Row): RowValues;
}

interface Target {
  readonly field: FieldModel;
  readonly part: string | undefined;
  readonly mapping: FieldMapping;
}

export function createRowMapper(
  plan: ReadyPlan,
  model: EntityModel,
  headers: readonly string[],
  timeZone: string,
): RowMapper {
  const columns = new Map(headers.map((header, index) => [header, index]));
  const targets = Object.entries(plan.mapping).flatMap(([target, mapping]): Target[] => {
    const { name, part } = splitTarget(target);
    const field = model.fields.get(name);
    return field ? [{ field, part, mapping }] : [];
  });
  const cellIn = (row: Row, column: string): string => {
    const text = (row.cells[columns.get(column) ?? -1] ?? '').normalize('NFC').trim();
    const map = plan.valueMaps?.[column];
    return map && Object.hasOwn(map, text) ? (map[text] ?? text) : text;
  };

  return {
    isTaken: (row) => isTaken(plan.filter, (column) => cellIn(row, column)),
    read(row) {
      const found: RowValues = { row, values: {}, references: [], problems: [] };
      if (row.cells.slice(headers.length).some((cell) => cell.trim() !== '')) {
        const detail = `The row has ${row.cells.length} cells, the header ${headers.length}.`;
        found.problems.push({ pointer: '', detail });
        return found;
      }
      for (const target of targets)
        readField(found, target, (column) => cellIn(row, column), timeZone);
      return found;
    },
  };
}

function isTaken(filter: RowFilter | undefined, cellOf: (column: string) => string): boolean {
  if (!filter) return true;
  const { filled = [], empty = [], equals = {} } = filter;
  return (
    filled.every((column) => cellOf(column) !== '') &&
    empty.every((column) => cellOf(column) === '') &&
    Object.entries(equals).every(([column, texts]) => [texts].flat().includes(cellOf(column)))
  );
}

function readField(
  found: RowValues,
  { field, part, mapping }: Target,
  cellOf: (column: string) => string,
  timeZone: string,
): void {
  const text = mapped(mapping, textOf(mapping, cellOf));
  const pointer = part === undefined ? `/${field.name}` : `/${field.name}/${part}`;
  const fail = (wrong: string): void =>
    void found.problems.push({ pointer, detail: `${field.label.en}: ${wrong}.` });
  if (text === undefined) return fail(`“${textOf(mapping, cellOf)}” is not in the map of values`);
  if (text === '') {
    if (part === undefined && !keepsWhenEmpty(field, mapping)) found.values[field.name] ??= null;
    return;
  }
  if (part !== undefined) return setPart(found, field, part, text, mapping, fail);
  const reference = toReference(field, text, mapping);
  if (reference) return void (found.references as OpenReference[]).push(reference);
  const value = toCellValue(field, text, mapping, timeZone);
  if ('wrong' in value) fail(value.wrong);
  else found.values[field.name] = value.value;
}

function textOf(mapping: FieldMapping, cellOf: (column: string) => string): string {
  if (mapping.column !== undefined) return cellOf(mapping.column);
  if (mapping.template !== undefined) return fillTemplate(mapping.template, cellOf);
  return String(mapping.value ?? '');
}

/** Undefined when the plan maps only what it names, and this is not among it. */
function mapped(
  { map, mapOnly, default: instead = '' }: FieldMapping,
  text: string,
): string | undefined {
  if (map && Object.hasOwn(map, text)) return map[text] || instead;
  if (text === '') return instead;
  return mapOnly ? undefined : text;
}

/** Where there is a default, an empty cell says nothing; elsewhere it clears the field. */
function keepsWhenEmpty(field: FieldModel, { skipEmpty }: FieldMapping): boolean {
  return skipEmpty === true || field.default !== undefined || field.type === 'state';
}

function setPart(
  { values }: RowValues,
  field: FieldModel,
  part: string,
  text: string,
  mapping: FieldMapping,
  fail: (wrong: string) => void,
): void {
  const whole = (values[field.name] ?? {}) as Record<string, unknown>;
  if (field.type === 'money' && part === 'amount') {
    const amount = toCellValue(field, text, mapping, 'UTC');
    if ('wrong' in amount) return fail(amount.wrong);
    values[field.name] = { ...(amount.value as object), ...whole };
    return;
  }
  const value = part === 'lines' ? split(text, { separator: '\n', ...mapping }) : text;
  values[field.name] = { ...whole, [part]: part === 'currency' ? text.toUpperCase() : value };
}

function toReference(
  field: FieldModel,
  text: string,
  mapping: FieldMapping,
): OpenReference | undefined {
  const lookup = [mapping.lookup ?? []].flat();
  switch (field.type) {
    case 'ref':
    case 'user':
    case 'team': {
      const target = field.target ?? (field.type === 'team' ? 'tessera.team' : 'tessera.user');
      return { field, target, lookup, texts: [text] };
    }
    case 'refs':
      return field.target && { field, target: field.target, lookup, texts: split(text, mapping) };
    case 'anyRef':
      return mapping.entity && { field, target: mapping.entity, lookup, texts: [text] };
    default:
      return undefined;
  }
}
