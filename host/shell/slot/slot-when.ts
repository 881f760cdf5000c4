import type { Filter } from '@tessera/core';
import { plainText } from '../field/field-plain.ts';

type Values = Readonly<Record<string, unknown>>;

/** Whether a contribution is shown for a record, or for the user where there is none. What cannot be judged here is not shown. */
export function isShown(when: Filter | undefined, values: Values, me: string): boolean {
  return when === undefined || fits(when, values, me) === true;
}

/** Undefined when an operator cannot be judged: it makes everything around it unknown, `not` as well. */
function fits(filter: Filter, values: Values, me: string): boolean | undefined {
  return all(
    Object.entries(filter).map(([key, value]) => {
      if (value === undefined) return true;
      if (key === 'and')
        return all((value as readonly Filter[]).map((one) => fits(one, values, me)));
      if (key === 'or')
        return some((value as readonly Filter[]).map((one) => fits(one, values, me)));
      if (key === 'not') return opposite(fits(value as Filter, values, me));
      return meets(valueAt(values, key), value, me);
    }),
  );
}

function meets(value: unknown, condition: unknown, me: string): boolean | undefined {
  if (Array.isArray(condition)) return holds(value, 'in', condition, me);
  if (typeof condition !== 'object' || condition === null) return holds(value, 'eq', condition, me);
  return all(
    Object.entries(condition).map(([operator, operand]) => holds(value, operator, operand, me)),
  );
}

function holds(
  value: unknown,
  operator: string,
  operand: unknown,
  me: string,
): boolean | undefined {
  const operands = [operand].flat().map((one) => (one === '$me' ? me : one));
  switch (operator) {
    case 'eq':
    case 'in':
    case 'hasAny':
      return operands.some((one) => isAmong(one, value));
    case 'ne':
    case 'notIn':
    case 'hasNone':
      return !operands.some((one) => isAmong(one, value));
    case 'hasAll':
      return operands.every((one) => isAmong(one, value));
    case 'isNull':
      return isAbsent(value) === operand;
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compares(plain(value), operator, operand);
    default:
      return undefined;
  }
}

function isAmong(wanted: unknown, value: unknown): boolean {
  if (wanted === null) return isAbsent(value);
  return [value]
    .flat()
    .some((one) => !isAbsent(one) && plainText(plain(one)) === plainText(wanted));
}

function compares(value: unknown, operator: string, operand: unknown): boolean {
  if (isAbsent(value) || isAbsent(operand)) return false;
  const numbers = [Number(value), Number(operand)] as const;
  const [one, other] = numbers.some(Number.isNaN) ? [String(value), String(operand)] : numbers;
  if (operator === 'gt') return one > other;
  if (operator === 'gte') return one >= other;
  return operator === 'lt' ? one < other : one <= other;
}

/** What a value compares by: the id of a reference, the amount of money, the key of a state. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('amount' in value) return value.amount;
  return 'id' in value ? value.id : value;
}

function valueAt(values: Values, path: string): unknown {
  let found: unknown = values;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name))
      return undefined;
    found = (found as Values)[name];
  }
  return found;
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function all(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function some(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function opposite(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}
