import type { EntityModel, FieldModel } from '../entities/model.ts';
import { asIsoMoment } from './connection-types.ts';
import { kindOf } from './query-value.ts';
import { decimalText, mask, moneyOf, required, rollupOf, type RowWorld } from './row.ts';
import type { RowTexts, SentRow } from './sent-row.ts';
import { quoteName } from './sql-parameters.ts';

/** Writes the JSON of a value from the texts of its row. */
export interface ValueWriter {
  /** The column without which there is no value: it is told as null. */
  readonly at: number;
  /** @param text - the text of that column */
  readonly write: (text: string, row: RowTexts) => string;
}

/** Rows of an entity that are sent. */
export interface SentRows {
  readonly model: EntityModel;
  readonly alias: string;
  readonly sent: SentRow;
  readonly world: RowWorld;
}

/** Writers of what every answer has and of the fields, by name; the JSON is that of the values that `createReader` of `row.ts` makes. */
export function fieldWriters(
  rows: SentRows,
  fields: Iterable<FieldModel>,
  masked: ReadonlySet<string>,
): Map<string, ValueWriter> {
  const list = [...required(rows.model), ...fields];
  return new Map(
    list.map((field) => {
      const writer = writerOf(field, rows);
      return [field.name, masked.has(field.name) ? maskWriter(field, writer) : writer];
    }),
  );
}

/** Writes a JSON object of these members. */
export function objectWriter(members: ReadonlyMap<string, ValueWriter>): (row: RowTexts) => string {
  const list = [...members].map(([name, { at, write }], index) => ({
    before: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    at,
    write,
  }));
  return (row) => {
    let json = '';
    for (const { before, at, write } of list) {
      const text = row[at] ?? null;
      json += before + (text === null ? 'null' : write(text, row));
    }
    return `${json}}`;
  };
}

/** A column that PostgreSQL sends as JSON. */
export function jsonWriter(sent: SentRow, sql: string): ValueWriter {
  return { at: sent.at(sql), write: asItIs };
}

type WriteText = (text: string) => string;

const asItIs: WriteText = (text) => text;
/** Of texts in which nothing needs an escape. */
const quoted: WriteText = (text) => `"${text}"`;
const moment: WriteText = (text) => `"${asIsoMoment(text)}"`;
const boolean: WriteText = (text) => (text === 't' ? 'true' : 'false');
const percent: WriteText = (text) => decimalText(text, 0);

/** How the text of a column becomes JSON; any text for types that are not here. */
const ofTypes: Partial<Readonly<Record<FieldModel['type'], WriteText>>> = {
  integer: asItIs,
  duration: asItIs,
  json: asItIs,
  address: asItIs,
  choices: asItIs,
  refs: asItIs,
  boolean,
  percent,
  datetime: moment,
  date: quoted,
  decimal: quoted,
  file: quoted,
  ref: quoted,
  user: quoted,
  team: quoted,
  state: quoted,
};

function writerOf(field: FieldModel, rows: SentRows): ValueWriter {
  if (field.type === 'money') return moneyWriter(field, rows);
  if (field.type === 'anyRef') return anyRefWriter(field, rows);
  if (field.type === 'rollup') return rollupWriter(field, rows);
  const column = columnOf(rows, field.columns.value);
  const isList = field.type === 'choices' || field.type === 'refs';
  const isId = field.system && field.name === 'id';
  return {
    at: rows.sent.at(isList ? `to_json(${column})` : column),
    write: isId ? quoted : (ofTypes[field.type] ?? quoteJson),
  };
}

function moneyWriter({ columns }: FieldModel, rows: SentRows): ValueWriter {
  const { sent, world } = rows;
  const base = sent.at(columnOf(rows, columns.value));
  const currency = sent.at(columnOf(rows, columns.currency ?? ''));
  return {
    at: sent.at(columnOf(rows, columns.amount ?? '')),
    write: (amount, row) => moneyJson(moneyOf(amount, row[currency], row[base], world)),
  };
}

function moneyJson(money: ReturnType<typeof moneyOf>): string {
  if (!money) return 'null';
  const { amount, currency, base } = money;
  const inBase = base === null ? 'null' : `"${base}"`;
  return `{"amount":"${amount}","currency":"${currency}","base":${inBase}}`;
}

function anyRefWriter({ columns }: FieldModel, rows: SentRows): ValueWriter {
  const entity = rows.sent.at(columnOf(rows, columns.entity ?? ''));
  return {
    at: rows.sent.at(columnOf(rows, columns.value)),
    write: (id, row) => `{"entity":${nullable(row[entity])},"id":"${id}"}`,
  };
}

function rollupWriter(field: FieldModel, rows: SentRows): ValueWriter {
  const { sent, world } = rows;
  const kind = kindOf(field, world.models);
  const plain = kind === 'datetime' ? moment : kind === 'date' ? quoted : asItIs;
  return {
    at: sent.at(columnOf(rows, field.columns.value)),
    write: kind === 'decimal' ? (text) => JSON.stringify(rollupOf(field, text, world)) : plain,
  };
}

/** What is shown of a masked value is made of the value: `mask` says it once. */
function maskWriter(field: FieldModel, { at, write }: ValueWriter): ValueWriter {
  return {
    at,
    write: (text, row) => JSON.stringify(mask(field, JSON.parse(write(text, row)))),
  };
}

function nullable(text: string | null | undefined): string {
  return typeof text === 'string' ? quoteJson(text) : 'null';
}

// What JSON escapes, and some more.
const special = /["\\\p{Cc}]/u;

function quoteJson(text: string): string {
  return special.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function columnOf({ alias }: SentRows, column: string): string {
  return `${alias}.${quoteName(column)}`;
}
