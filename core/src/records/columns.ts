import { Decimal } from 'decimal.js';
import { fieldColumns, tableColumns } from '../entities/column.ts';
import type { EntityModel, EntityModels, FieldModel } from '../entities/model.ts';
import { orKept } from './or-kept.ts';
import type { Row } from './row.ts';
import { lineOf, rowsOfLines, type LineColumn } from './row-lines.ts';
import { quoteName, type Parameters } from './sql-parameters.ts';

/** Money as it is stored: the base amount is that of the rate's date. */
export interface StoredMoney {
  readonly amount: string;
  readonly currency: string;
  readonly base: string;
  readonly rate: string;
  /** `YYYY-MM-DD` */
  readonly rateDate: string;
}

/** The columns that hold a value, as PostgreSQL would answer them. Money is given as it is stored. */
export function toColumns(field: FieldModel, value: unknown): Row {
  const row: Record<string, unknown> = {};
  fillColumns(row, field, value);
  return row;
}

/** The same within a row. */
export function fillColumns(
  row: Record<string, unknown>,
  { type, columns, scale }: FieldModel,
  value: unknown,
): void {
  const isAbsent = value === null || value === undefined;
  switch (type) {
    case 'money': {
      const money = isAbsent ? undefined : (value as StoredMoney);
      row[columns.value] = fixed(money?.base, 4);
      row[columns.amount ?? ''] = fixed(money?.amount, 4);
      row[columns.currency ?? ''] = money?.currency ?? null;
      row[columns.rate ?? ''] = fixed(money?.rate, 10);
      row[columns.rateDate ?? ''] = money?.rateDate ?? null;
      return;
    }
    case 'anyRef': {
      const reference = isAbsent ? undefined : (value as { entity: string; id: string });
      row[columns.value] = reference?.id ?? null;
      row[columns.entity ?? ''] = reference?.entity ?? null;
      return;
    }
    case 'decimal':
      row[columns.value] = fixed(value as string | undefined, scale ?? 4);
      return;
    case 'percent':
      row[columns.value] = fixed(value as number | undefined, 4);
      return;
    case 'json':
    case 'address':
      row[columns.value] = isAbsent ? null : (JSON.parse(JSON.stringify(value)) as unknown);
      return;
    default:
      row[columns.value] = value ?? null;
  }
}

/** What a new record's roll-ups hold: nothing points to it yet. */
export function emptyRollup(field: FieldModel): unknown {
  if (field.rollup?.function === 'count') return 0;
  return field.rollup?.function === 'sum' ? '0.0000' : null;
}

/** Every column of an entity with its type, as `json_to_recordset` takes them. */
export function columnTypes(model: EntityModel, models: EntityModels): ReadonlyMap<string, string> {
  const ofModels = orKept(known, models, () => new WeakMap());
  return orKept(
    ofModels,
    model,
    () => new Map(tableColumns(model, models).map(({ name, type }) => [name, type])),
  );
}

// What follows from the models of an assembly; it goes when they go.
const known = new WeakMap<EntityModels, WeakMap<EntityModel, ReadonlyMap<string, string>>>();

/** The names of the columns of fields. */
export function columnNames(fields: Iterable<FieldModel>, models: EntityModels): string[] {
  return [...fields].flatMap((field) => fieldColumns(field, models).map(({ name }) => name));
}

/** `"name" text, "amount_base" numeric(20,4)`: the columns of a recordset. */
export function recordset(columns: Iterable<readonly [name: string, type: string]>): string {
  return [...columns].map(([name, type]) => `${quoteName(name)} ${type}`).join(', ');
}

/**
 * Rows of a statement as `r`. A single one comes as JSON: PostgreSQL takes a set to have a hundred rows, and with that many it would plan the
 * statement anew for each use. What many rows have in common comes once: most columns of new records are empty or say who wrote them and when.
 */
export function rowsOf(
  rows: readonly (object | undefined)[],
  columns: Iterable<readonly [name: string, type: string]>,
  parameters: Parameters,
): string {
  const [row, another] = rows;
  if (row && another === undefined)
    return `json_to_record(${parameters.bind(JSON.stringify(row), 'json')}) as r(${recordset(columns)})`;
  const list = [...columns];
  const own = list.filter(([name, type]) => !isCommon(rows as Row[], name, type));
  if (own.length === 0) return wholeRowsOf(rows, list, parameters);
  const owned = new Set(own.map(([name]) => name));
  const values = list.map(([name, type]) => {
    const value = owned.has(name)
      ? `own.${quoteName(name)}`
      : parameters.bind((row as Row)[name] ?? null);
    return `${value}::${type} as ${quoteName(name)}`;
  });
  const lines = own.map(([name, type]) => columnOf(rows as Row[], name, type));
  return `(select ${values.join(', ')} from ${rowsOfLines(lines, parameters, 'own')}) as r`;
}

/** Lists are no lines of a list: PostgreSQL reads each from its text. */
function columnOf(rows: readonly Row[], name: string, type: string): LineColumn {
  if (!type.endsWith('[]'))
    return { name, type, lines: rows.map((row) => lineOf(row[name], type)) };
  return { name, type: 'text', lines: rows.map((row) => listText(row[name])) };
}

/** Source: PostgreSQL's documentation, “Array Input and Output Syntax”. */
function listText(value: unknown): string | null {
  if (!Array.isArray(value)) return null;
  const items = (value as (string | null)[]).map((item) =>
    item === null ? 'NULL' : `"${item.replaceAll(/["\\]/g, String.raw`\$&`)}"`,
  );
  return `{${items.join(',')}}`;
}

/** All rows as JSON, each with every column: the text of the statement is the same whatever the rows are. */
export function wholeRowsOf(
  rows: readonly (object | undefined)[],
  columns: Iterable<readonly [name: string, type: string]>,
  parameters: Parameters,
): string {
  return `json_to_recordset(${parameters.bind(JSON.stringify(rows), 'json')}) as r(${recordset(columns)})`;
}

/** Whether every row has the same there, and PostgreSQL reads it alike by itself and within JSON. */
function isCommon(rows: readonly Row[], name: string, type: string): boolean {
  const value = rows[0]?.[name] ?? null;
  const isPlain = value === null || (typeof value !== 'object' && !type.startsWith('json'));
  return isPlain && rows.every((row) => (row[name] ?? null) === value);
}

function fixed(value: string | number | null | undefined, digits: number): string | null {
  return value === null || value === undefined
    ? null
    : new Decimal(value).toFixed(digits, Decimal.ROUND_HALF_UP);
}
