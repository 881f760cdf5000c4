import type { EntityModel, FieldModel } from '../entities/model.ts';
import type { Assembly } from '../plugin/assembly.ts';
import { kindOf, rolledUp } from './query-value.ts';
import type { AnyRecord } from './records.ts';

/** What turning a row into a record needs to know of the workspace. */
export type RowWorld = Pick<Assembly, 'models' | 'settings' | 'rates'>;
export type Row = Readonly<Record<string, unknown>>;

/** Names of the columns that hold the wire values of the fields, each once. */
export function columnsOfFields(
  model: EntityModel,
  fields: Iterable<FieldModel>,
): ReadonlySet<string> {
  const columns = new Set<string>();
  for (const field of [...required(model), ...fields]) {
    const { value, amount, currency, entity } = field.columns;
    columns.add(value);
    if (amount) columns.add(amount);
    if (currency) columns.add(currency);
    if (entity) columns.add(entity);
  }
  return columns;
}

/** A row in wire form: what the API answers, what events and the audit tell. Absent values are null. */
export function toRecord(
  model: EntityModel,
  row: Row,
  fields: Iterable<FieldModel>,
  world: RowWorld,
): AnyRecord {
  return createReader(model, fields, world).record(row);
}

/** How the rows of an entity are read. */
export interface RowReader {
  /** Every field, in wire form. */
  record(row: Row): AnyRecord;
  /** One of the fields; null of a name that is none. */
  value(row: Row, name: string): unknown;
}

/** Turns many rows with the same fields into records, as {@link toRecord} does with one. What is only read becomes JSON at once: `row-json.ts`. */
export function createReader(
  model: EntityModel,
  fields: Iterable<FieldModel>,
  world: RowWorld,
): RowReader {
  const turns = new Map<string, (row: Row) => unknown>();
  for (const field of [...required(model), ...fields]) {
    const column = field.columns.value;
    turns.set(
      field.name,
      converted.has(field.type)
        ? (row) => toValue(field, row, world)
        : (row) => row[column] ?? null,
    );
  }
  return {
    record(row) {
      const record: Record<string, unknown> = {};
      for (const [name, turn] of turns) record[name] = turn(row);
      return record as AnyRecord;
    },
    value: (row, name) => turns.get(name)?.(row) ?? null,
  };
}

/** Types whose columns do not hold the wire value as it is. */
const converted: ReadonlySet<FieldModel['type']> = new Set([
  'money',
  'anyRef',
  'percent',
  'rollup',
]);

/** An exact decimal with at least so many digits after the point, and no zeros beyond them. */
export function decimalText(value: string, digits: number): string {
  const point = value.indexOf('.');
  const whole = point < 0 ? value : value.slice(0, point);
  const least = whole.length + 1 + digits;
  let end = value.length;
  while (end > least && value.charAt(end - 1) === '0') end -= 1;
  if (digits === 0 && end <= least) return whole;
  return (point < 0 ? `${value}.` : value.slice(0, end)).padEnd(least, '0');
}

/** Digits after the point of the workspace's currency. */
export function baseDigits(world: RowWorld): number {
  return world.rates.exponent(world.settings.currency) ?? 2;
}

/** What every answer has of a record. */
export function required(model: EntityModel): FieldModel[] {
  return ['id', 'version'].flatMap((name) => model.fields.get(name) ?? []);
}

function toValue(field: FieldModel, row: Row, world: RowWorld): unknown {
  const value = row[field.columns.value] ?? null;
  switch (field.type) {
    case 'money':
      return moneyOf(
        row[field.columns.amount ?? ''],
        row[field.columns.currency ?? ''],
        value,
        world,
      );
    case 'anyRef':
      return value === null ? null : { entity: row[field.columns.entity ?? ''], id: value };
    case 'percent':
      return value === null ? null : Number(value);
    case 'rollup':
      return value === null ? null : rollupOf(field, value, world);
    default:
      return value;
  }
}

/** Money with its exact decimals; null where the amount or the currency is missing. */
export function moneyOf(amount: unknown, currency: unknown, base: unknown, world: RowWorld) {
  if (typeof amount !== 'string' || typeof currency !== 'string') return null;
  return {
    amount: decimalText(amount, world.rates.exponent(currency) ?? 2),
    currency,
    base: typeof base === 'string' ? decimalText(base, baseDigits(world)) : null,
  };
}

/** What a roll-up tells of the value of its column. */
export function rollupOf(field: FieldModel, value: unknown, world: RowWorld): unknown {
  const kind = kindOf(field, world.models);
  if (kind !== 'decimal') return value;
  const source = rolledUp(field, world.models);
  if (source?.type === 'money') {
    return {
      amount: decimalText(String(value), baseDigits(world)),
      currency: world.settings.currency,
    };
  }
  const whole = source?.type === 'integer' || source?.type === 'duration';
  if (whole && field.rollup?.function !== 'avg') return Number(value);
  return decimalText(String(value), 0);
}

/** What is shown of a value that is masked: its last characters, of a text that has more than these. */
export function mask(field: FieldModel, value: unknown): unknown {
  if (value === null) return null;
  const characters =
    typeof value === 'string' && field.type !== 'richText' ? Array.from(value) : [];
  const tail = characters.length > 4 ? characters.slice(-4).join('') : '';
  return `•••${tail}`;
}
