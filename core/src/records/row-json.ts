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
  /** Whether what is written is the inside of a JSON text, without its quotes. */
  readonly isText?: boolean;
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

/** A member of an object, and what stands before it: first where no text is open, then what closes the one that is. */
interface Member extends ValueWriter {
  readonly before: readonly [string, string];
  readonly beforeNull: readonly [string, string];
}

const ENDS = ['}', '"}'] as const;

/** Writes a JSON object of these members. Quotes are parts of what stands between values: the fewer pieces, the less there is to put together. */
export function objectWriter(members: ReadonlyMap<string, ValueWriter>): (row: RowTexts) => string {
  const list = [...members].map(([name, writer], index): Member => {
    const start = `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`;
    const before = writer.isText ? `${start}"` : start;
    const beforeNull = `${start}null`;
    return {
      ...writer,
      before: [before, `"${before}`],
      beforeNull: [beforeNull, `"${beforeNull}`],
    };
  });
  return (row) => {
    let json = '';
    let open: 0 | 1 = 0;
    for (const { at, write, isText, before, beforeNull } of list) {
      const text = row[at] ?? null;
      json += text === null ? beforeNull[open] : before[open];
      if (text !== null) json += write(text, row);
      open = text !== null && isText ? 1 : 0;
    }
    return json + ENDS[open];
  };
}

/** A column that PostgreSQL sends as JSON. */
export function jsonWriter(sent: SentRow, sql: string): ValueWriter {
  return { at: sent.at(sql), write: asItIs };
}

type WriteText = (text: string) => string;

const asItIs: WriteText = (text) => text;
const boolean: WriteText = (text) => (text === 't' ? 'true' : 'false');
const percent: WriteText = (text) => decimalText(text, 0);

/** How the text of a column becomes JSON. */
const ofTypes: Partial<Readonly<Record<FieldModel['type'], WriteText>>> = {
  integer: asItIs,
  duration: asItIs,
  json: asItIs,
  address: asItIs,
  choices: asItIs,
  refs: asItIs,
  boolean,
  percent,
};

/** How it becomes a text in JSON, where not just any text can be in it. */
const ofTexts: Partial<Readonly<Record<FieldModel['type'], WriteText>>> = {
  datetime: asIsoMoment,
  date: asItIs,
  decimal: asItIs,
  file: asItIs,
  ref: asItIs,
  user: asItIs,
  team: asItIs,
  state: asItIs,
};

function writerOf(field: FieldModel, rows: SentRows): ValueWriter {
  if (field.type === 'money') return moneyWriter(field, rows);
  if (field.type === 'anyRef') return anyRefWriter(field, rows);
  if (field.type === 'rollup') return rollupWriter(field, rows);
  const column = columnOf(rows, field.columns.value);
  const isList = field.type === 'choices' || field.type === 'refs';
  const at = rows.sent.at(isList ? `to_json(${column})` : column);
  const write = ofTypes[field.type];
  if (write) return { at, write };
  const isId = field.system && field.name === 'id';
  return { at, isText: true, write: isId ? asItIs : (ofTexts[field.type] ?? escaped) };
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
  const at = sent.at(columnOf(rows, field.columns.value));
  if (kind === 'decimal')
    return { at, write: (text) => JSON.stringify(rollupOf(field, text, world)) };
  const write = kind === 'datetime' ? asIsoMoment : asItIs;
  return { at, write, isText: kind === 'datetime' || kind === 'date' };
}

/** What is shown of a masked value is made of the value: `mask` says it once. */
function maskWriter(field: FieldModel, { at, isText, write }: ValueWriter): ValueWriter {
  const quote = isText ? '"' : '';
  return {
    at,
    write: (text, row) =>
      JSON.stringify(mask(field, JSON.parse(`${quote}${write(text, row)}${quote}`))),
  };
}

function nullable(text: string | null | undefined): string {
  return typeof text === 'string' ? `"${escaped(text)}"` : 'null';
}

// What JSON escapes, and some more.
const special = /["\\\p{Cc}]/u;

function escaped(text: string): string {
  return special.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}

function columnOf({ alias }: SentRows, column: string): string {
  return `${alias}.${quoteName(column)}`;
}
