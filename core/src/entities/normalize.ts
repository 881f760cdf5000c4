import { Decimal } from 'decimal.js';
import { normalizeAddress, normalizeJson } from './normalize-json.ts';
import { normalizeText } from './normalize-text.ts';
import type { FieldModel } from './model.ts';

/** What a normaliser may need beside the value. */
export interface NormalizeOptions {
  /** ISO 4217 code of an amount that comes without one. */
  readonly currency?: string | undefined;
  /** Digits after the point of a currency; undefined when there is no such currency. */
  readonly exponent?: ((currency: string) => number | undefined) | undefined;
}

/** A value in its canonical form, or what is wrong with it: the end of a sentence that begins with the label. */
export type Normalized =
  | { readonly value: unknown }
  | { readonly wrong: string; readonly part?: string };

/** Brings a value to the form in which it is checked and stored; null is “no value”. */
export function normalizeValue(
  field: FieldModel,
  input: unknown,
  options: NormalizeOptions,
): Normalized {
  if (input === null || (typeof input === 'string' && field.type !== 'json' && input.trim() === ''))
    return { value: null };
  switch (field.type) {
    case 'integer':
    case 'duration':
      return normalizeInteger(input);
    case 'decimal':
      return normalizeDecimal(field, input);
    case 'percent':
      return normalizePercent(input);
    case 'money':
      return normalizeMoney(input, options);
    case 'boolean':
      return { value: input === 'true' ? true : input === 'false' ? false : input };
    case 'date':
      return normalizeDate(input);
    case 'datetime':
      return normalizeDatetime(input);
    case 'ref':
    case 'user':
    case 'team':
    case 'file':
      return { value: lowerId(idOf(input)) };
    case 'state':
      return { value: trimmed(idOf(input)) };
    case 'refs':
      return {
        value: Array.isArray(input)
          ? [...new Set(input.map((item) => lowerId(idOf(item))))]
          : input,
      };
    case 'choice':
      return { value: trimmed(input) };
    case 'choices':
      return { value: Array.isArray(input) ? [...new Set(input.map(trimmed))] : input };
    case 'anyRef':
      return { value: anyReferenceOf(input) };
    case 'address':
      return normalizeAddress(input);
    case 'json':
      return normalizeJson(input);
    default:
      return normalizeText(field, input);
  }
}

/** A number without loss: from a number, or from a string such as `-12.50`. */
function decimalOf(input: unknown): Decimal | undefined {
  if (typeof input === 'number')
    return Number.isFinite(input) ? new Decimal(String(input)) : undefined;
  if (typeof input === 'bigint') return new Decimal(input.toString());
  if (typeof input !== 'string' || input.length > 60) return undefined;
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(input.trim()) ? new Decimal(input.trim()) : undefined;
}

function normalizeInteger(input: unknown): Normalized {
  if (Number.isSafeInteger(input)) return { value: (input as number) + 0 };
  const number = decimalOf(input);
  if (!number?.isInteger()) return { wrong: 'must be a whole number' };
  if (number.abs().gt(Number.MAX_SAFE_INTEGER)) return { wrong: 'is too large' };
  return { value: number.toNumber() + 0 };
}

function normalizeDecimal(field: FieldModel, input: unknown): Normalized {
  const number = decimalOf(input);
  if (!number) return { wrong: 'must be a number' };
  const scale = field.scale ?? 4;
  if (number.decimalPlaces() > scale)
    return { wrong: `can have ${scale} digits after the point at most` };
  if (number.abs().gte(new Decimal(10).pow(20 - scale))) return { wrong: 'is too large' };
  if (field.minimum !== undefined && number.lt(field.minimum))
    return { wrong: `must be ${field.minimum} or more` };
  if (field.maximum !== undefined && number.gt(field.maximum))
    return { wrong: `must be ${field.maximum} or less` };
  return { value: unsigned(number).toFixed(scale) };
}

function normalizePercent(input: unknown): Normalized {
  const number = decimalOf(input);
  if (!number) return { wrong: 'must be a number' };
  if (number.decimalPlaces() > 4) return { wrong: 'can have 4 digits after the point at most' };
  if (number.abs().gte(100_000)) return { wrong: 'is too large' };
  return { value: number.toNumber() + 0 };
}

function normalizeMoney(input: unknown, options: NormalizeOptions): Normalized {
  const parts = (typeof input === 'object' ? input : { amount: input }) as Record<string, unknown>;
  const unknown = Object.keys(parts).find((name) => !moneyParts.has(name));
  if (unknown !== undefined) return { wrong: `has no part “${unknown}”`, part: unknown };
  const { amount, currency = options.currency } = parts;
  if (amount === null || amount === '') return { value: null };
  const number = decimalOf(amount);
  if (!number) return { wrong: 'needs an amount that is a number', part: 'amount' };
  if (number.decimalPlaces() > 4)
    return { wrong: 'can have 4 digits after the point at most', part: 'amount' };
  if (number.abs().gte(new Decimal(10).pow(16))) return { wrong: 'is too large', part: 'amount' };
  const code = typeof currency === 'string' ? currency.trim().toUpperCase() : '';
  if (!/^[A-Z]{3}$/.test(code)) return { wrong: 'needs a currency such as USD', part: 'currency' };
  const exponent = options.exponent ? options.exponent(code) : 0;
  if (exponent === undefined)
    return { wrong: `has the unknown currency ${code}`, part: 'currency' };
  const given = typeof amount === 'string' ? (amount.trim().split('.')[1]?.length ?? 0) : 0;
  const digits = Math.max(
    number.decimalPlaces(),
    exponent,
    options.exponent ? 0 : Math.min(given, 4),
  );
  return { value: { amount: unsigned(number).toFixed(digits), currency: code } };
}

/** What an answer says of money; only the first two can be written. */
const moneyParts = new Set(['amount', 'currency', 'base', 'rate', 'rateDate']);

function normalizeDate(input: unknown): Normalized {
  const text = trimmed(input);
  if (typeof text !== 'string' || !isDay(text))
    return { wrong: 'must be a day such as 2026-11-28' };
  return { value: text };
}

function normalizeDatetime(input: unknown): Normalized {
  const text =
    input instanceof Date && !Number.isNaN(input.getTime()) ? input.toISOString() : trimmed(input);
  const wrong = 'must be a moment with its zone such as 2026-11-28T09:30:00Z';
  if (typeof text !== 'string') return { wrong };
  const parts =
    /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i.exec(text);
  const moment = new Date(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (!parts || !isDay(parts[1] as string) || Number.isNaN(moment.getTime())) return { wrong };
  return { value: moment.toISOString() };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** A reference that an answer expanded, `{ id, title, … }`, means its id. */
function idOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && Object.hasOwn(input, 'id')
    ? (input as { id: unknown }).id
    : input;
}

function anyReferenceOf(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const { entity, id } = input as { entity?: unknown; id?: unknown };
  return {
    ...(entity === undefined ? {} : { entity }),
    ...(id === undefined ? {} : { id: lowerId(id) }),
  };
}

function lowerId(id: unknown): unknown {
  return typeof id === 'string' ? id.trim().toLowerCase() : id;
}

function trimmed(input: unknown): unknown {
  return typeof input === 'string' ? input.trim() : input;
}

function unsigned(number: Decimal): Decimal {
  return number.isZero() ? new Decimal(0) : number;
}
