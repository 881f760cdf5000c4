import type { FieldModel, Json } from '@tessera/core';
import { parseDay, parseMoment } from './date-text.ts';
import type { FieldMapping } from './import-plan.ts';
import { multiply, parseNumber } from './number-text.ts';

/** What the text of a cell means for a field, or the end of a sentence that says why it means nothing. */
export type CellValue = { readonly value: unknown } | { readonly wrong: string };

const YES: ReadonlySet<string> = new Set([
  'true',
  'yes',
  'y',
  '1',
  'x',
  't',
  '是',
  '对',
  '有',
  '√',
]);
const NO: ReadonlySet<string> = new Set(['false', 'no', 'n', '0', 'f', '否', '错', '无', '×']);
const SIGNS: Readonly<Record<string, string>> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
};

/** Turns the text of a cell into the wire form of a field that is no reference. `timeZone` is that of moments without one. */
export function toCellValue(
  field: FieldModel,
  text: string,
  mapping: FieldMapping,
  timeZone: string,
): CellValue {
  switch (field.type) {
    case 'integer':
    case 'duration':
      return toInteger(text, mapping);
    case 'decimal':
    case 'percent':
      return toNumber(text, mapping);
    case 'money':
      return toMoney(text, mapping);
    case 'boolean':
      return toBoolean(text);
    case 'date': {
      const day = parseDay(text, mapping.format);
      return day ? { value: day } : { wrong: notADate(mapping.format, '2026-11-28') };
    }
    case 'datetime': {
      const moment = parseMoment(text, timeZone, mapping.format);
      return moment ? { value: moment } : { wrong: notADate(mapping.format, '2026-11-28 09:30') };
    }
    case 'choice':
      return toChoice(field, text);
    case 'choices':
      return toChoices(field, split(text, mapping));
    case 'json':
      return toJson(text);
    case 'email':
      return { value: text.toLowerCase() };
    default:
      return { value: text };
  }
}

/** The parts of a cell with several values. */
export function split(text: string, { separator = ';' }: FieldMapping): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function toNumber(text: string, mapping: FieldMapping): CellValue {
  const found = parseNumber(text, mapping.decimal);
  if (!found) return { wrong: `“${text}” is not a number` };
  return { value: mapping.multiply ? multiply(found.number, mapping.multiply) : found.number };
}

function toInteger(text: string, mapping: FieldMapping): CellValue {
  const found = toNumber(text, mapping);
  if ('wrong' in found) return found;
  const number = Number(found.value);
  return Number.isSafeInteger(number) ? { value: number } : found;
}

function toMoney(text: string, mapping: FieldMapping): CellValue {
  const found = parseNumber(text, mapping.decimal);
  if (!found) return { wrong: `“${text}” is not an amount` };
  const amount = mapping.multiply ? multiply(found.number, mapping.multiply) : found.number;
  const { unit } = found;
  const currency =
    mapping.currency ?? (unit && (SIGNS[unit] ?? (/^[A-Z]{3}$/.test(unit) ? unit : undefined)));
  return { value: currency ? { amount, currency } : { amount } };
}

function toBoolean(text: string): CellValue {
  const word = text.normalize('NFKC').toLowerCase();
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : { wrong: `“${text}” is neither yes nor no` };
}

/** By key, else by its label in either language. */
function toChoice(field: FieldModel, text: string): CellValue {
  const options = field.options ?? [];
  if (options.some(({ key }) => key === text)) return { value: text };
  const word = text.toLowerCase();
  const found = options.find(
    ({ key, label }) =>
      key.toLowerCase() === word ||
      label.en.toLowerCase() === word ||
      label['zh-CN']?.toLowerCase() === word,
  );
  return found ? { value: found.key } : { wrong: `“${text}” is none of its choices` };
}

function toChoices(field: FieldModel, texts: readonly string[]): CellValue {
  const values = texts.map((text) => toChoice(field, text));
  const wrong = values.find((value) => 'wrong' in value);
  return wrong ?? { value: values.map((found) => ('value' in found ? found.value : null)) };
}

function toJson(text: string): CellValue {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { wrong: 'is not valid JSON' };
  }
}

function notADate(format: string | undefined, example: string): string {
  return format === undefined
    ? `is not a date such as ${example}; say how dates are written with “format”`
    : `is not a date as in ${format}`;
}
