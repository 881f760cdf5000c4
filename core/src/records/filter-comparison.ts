import type { FieldType } from '../entities/field.ts';
import { textOf } from './query-value.ts';

const decimalPattern = /^[+-]?(\d+(\.\d+)?|\.\d+)$/;
const exact: ReadonlySet<FieldType> = new Set([
  'integer',
  'decimal',
  'money',
  'percent',
  'duration',
  'rollup',
]);

// The collation `tessera.natural` of the database.
const collator = new Intl.Collator('zh-u-kn-true');

/** Whether two values in wire form are the same value of a field. */
export function equalValues(
  value: unknown,
  operand: unknown,
  type: FieldType | undefined,
): boolean {
  if (operand === undefined) return false;
  const one = scalar(value);
  if (isExact(one, operand, type)) return compareDecimals(textOf(one), textOf(operand)) === 0;
  if (type === 'datetime') return Date.parse(textOf(one)) === Date.parse(textOf(operand));
  if (typeof value === 'object' && value !== null) {
    const { id, key, entity } = value as { id?: unknown; key?: unknown; entity?: unknown };
    if (typeof operand === 'object' && operand !== null) {
      const other = operand as { id?: unknown; entity?: unknown };
      return other.id === id && (other.entity === undefined || other.entity === entity);
    }
    return operand === id || (key !== undefined && operand === key);
  }
  return textOf(one) === textOf(operand);
}

/** Negative when the value comes before the operand, positive when after it; NaN when they have no order. */
export function compareValues(
  value: unknown,
  operand: unknown,
  type: FieldType | undefined,
): number {
  const one = scalar(value);
  if (operand === undefined || operand === null) return Number.NaN;
  if (isExact(one, operand, type)) return compareDecimals(textOf(one), textOf(operand));
  if (type === 'datetime') return Date.parse(textOf(one)) - Date.parse(textOf(operand));
  if (type === 'date') return compareText(textOf(one), textOf(operand));
  return (
    collator.compare(textOf(one), textOf(operand)) || compareText(textOf(one), textOf(operand))
  );
}

/** Money compares by its base amount; in a form that was not saved yet by its amount. */
function scalar(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('amount' in value)) return value;
  const { amount, base } = value as { amount: unknown; base?: unknown };
  return base ?? amount;
}

function isExact(value: unknown, operand: unknown, type: FieldType | undefined): boolean {
  if (!decimalPattern.test(textOf(value)) || !decimalPattern.test(textOf(operand))) return false;
  return type === undefined
    ? typeof value === 'number' || typeof operand === 'number'
    : exact.has(type);
}

/** Exact, however many digits there are. */
function compareDecimals(one: string, other: string): number {
  const digits = Math.max(fraction(one).length, fraction(other).length);
  const difference = scaled(one, digits) - scaled(other, digits);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

function scaled(text: string, digits: number): bigint {
  const [whole = ''] = text.replace(/^[+-]/, '').split('.');
  const value = BigInt(`${whole}${fraction(text).padEnd(digits, '0')}` || '0');
  return text.startsWith('-') ? -value : value;
}

function fraction(text: string): string {
  return text.split('.')[1] ?? '';
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
