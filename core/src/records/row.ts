import type { EntityModel, FieldModel } from '../entities/model.ts';
import type { Assembly } from '../plugin/assembly.ts';
import { kindOf, rolledUp } from './query-value.ts';
import type { AnyRecord } from './records.ts';
import { quoteName } from './sql-parameters.ts';

/** What turning a row into a record needs to know of the workspace. */
export type RowWorld = Pick<Assembly, 'models' | 'settings' | 'rates'>;
export type Row = Readonly<Record<string, unknown>>;

/** The columns of the fields, one by one: `r."name", r."amount_base", …`. With a prefix each is named `<prefix>.<column>`. */
export function selectList(
  model: EntityModel,
  fields: Iterable<FieldModel>,
  alias: string,
  prefix?: string,
): string {
  const columns = new Set<string>();
  for (const field of [...required(model), ...fields]) {
    const { value, amount, currency, entity } = field.columns;
    columns.add(value);
    if (amount) columns.add(amount);
    if (currency) columns.add(currency);
    if (entity) columns.add(entity);
  }
  let list = '';
  for (const column of columns) {
    const source = `${alias}.${quoteName(column)}`;
    if (list) list += ', ';
    list += prefix === undefined ? source : `${source} as ${quoteName(`${prefix}.${column}`)}`;
  }
  return list;
}

/** A row in wire form: what the API answers, what events and the audit tell. Absent values are null; masked ones `•••` and a tail. */
export function toRecord(
  model: EntityModel,
  row: Row,
  fields: Iterable<FieldModel>,
  world: RowWorld,
  options: ReaderOptions = {},
): AnyRecord {
  return createReader(model, fields, world, options)(row);
}

export interface ReaderOptions {
  readonly masked?: ReadonlySet<string>;
  readonly prefix?: string;
}

/** Turns many rows with the same fields into records, as {@link toRecord} does with one. */
export function createReader(
  model: EntityModel,
  fields: Iterable<FieldModel>,
  world: RowWorld,
  options: ReaderOptions = {},
): (row: Row) => AnyRecord {
  const prefix = options.prefix === undefined ? '' : `${options.prefix}.`;
  const list = [...new Set([...required(model), ...fields])];
  const names = list.map((field) => field.name);
  const columns = list.map((field) => prefix + field.columns.value);
  const turns = list.map((field) => {
    const turn = converted.has(field.type)
      ? (row: Row) => toValue(field, row, world, prefix)
      : undefined;
    if (!options.masked?.has(field.name)) return turn;
    return (row: Row) => mask(field, toValue(field, row, world, prefix));
  });
  return (row) => {
    const record: Record<string, unknown> = {};
    for (let at = 0; at < names.length; at += 1) {
      const turn = turns[at];
      record[names[at] as string] = turn ? turn(row) : (row[columns[at] as string] ?? null);
    }
    return record as AnyRecord;
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
  const [whole = '0', fraction = ''] = value.split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(digits, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}

/** Digits after the point of the workspace's currency. */
export function baseDigits(world: RowWorld): number {
  return world.rates.exponent(world.settings.currency) ?? 2;
}

function required(model: EntityModel): FieldModel[] {
  return ['id', 'version'].flatMap((name) => model.fields.get(name) ?? []);
}

function toValue(field: FieldModel, row: Row, world: RowWorld, prefix: string): unknown {
  const value = row[prefix + field.columns.value] ?? null;
  switch (field.type) {
    case 'money':
      return toMoney(field, row, value, world, prefix);
    case 'anyRef':
      return value === null
        ? null
        : { entity: row[prefix + (field.columns.entity ?? '')], id: value };
    case 'percent':
      return value === null ? null : Number(value);
    case 'rollup':
      return value === null ? null : toRollup(field, value, world);
    default:
      return value;
  }
}

function toMoney(
  field: FieldModel,
  row: Row,
  base: unknown,
  world: RowWorld,
  prefix: string,
): unknown {
  const amount = row[prefix + (field.columns.amount ?? '')];
  const currency = row[prefix + (field.columns.currency ?? '')];
  if (typeof amount !== 'string' || typeof currency !== 'string') return null;
  return {
    amount: decimalText(amount, world.rates.exponent(currency) ?? 2),
    currency,
    base: typeof base === 'string' ? decimalText(base, baseDigits(world)) : null,
  };
}

function toRollup(field: FieldModel, value: unknown, world: RowWorld): unknown {
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

export function mask(field: FieldModel, value: unknown): unknown {
  if (value === null) return null;
  const tail =
    typeof value === 'string' && field.type !== 'richText' && value.length > 4
      ? value.slice(-4)
      : '';
  return `•••${tail}`;
}
