import type { FieldMeta, FieldType, Json } from '@tessera/core';
import { plainText } from '../field/field-plain.ts';

/** An operator of a condition. The names are those of the filter language; `between` is its `gte` and `lte`. */
export type FilterOperator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'notIn'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'between'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'isNull'
  | 'within'
  | 'hasAny'
  | 'hasAll'
  | 'hasNone'
  | 'under';

/** What a person chooses: of `isNull` there are two, and days away from today are asked in words of their own. */
export type OperatorChoice = FilterOperator | 'filled' | 'older' | 'ahead';

/** What a person gives an operator. */
export type OperandKind = 'one' | 'many' | 'range' | 'period' | 'distance' | 'words' | 'presence';

const OPERANDS: Readonly<Record<OperatorChoice, OperandKind>> = {
  eq: 'one',
  ne: 'one',
  in: 'many',
  notIn: 'many',
  gt: 'one',
  gte: 'one',
  lt: 'one',
  lte: 'one',
  between: 'range',
  contains: 'words',
  startsWith: 'words',
  endsWith: 'words',
  isNull: 'presence',
  filled: 'presence',
  within: 'period',
  older: 'distance',
  ahead: 'distance',
  hasAny: 'many',
  hasAll: 'many',
  hasNone: 'many',
  under: 'many',
};

const PRESENCE: readonly OperatorChoice[] = ['isNull', 'filled'];
const WORDS: readonly OperatorChoice[] = [
  'contains',
  'startsWith',
  'endsWith',
  'eq',
  'ne',
  ...PRESENCE,
];
const NUMBERS: readonly OperatorChoice[] = [
  'gte',
  'lte',
  'between',
  'gt',
  'lt',
  'eq',
  'ne',
  ...PRESENCE,
];
const DAYS: readonly OperatorChoice[] = [
  'within',
  'between',
  'eq',
  'lt',
  'lte',
  'gt',
  'gte',
  'older',
  'ahead',
  ...PRESENCE,
];
const ONE_OF: readonly OperatorChoice[] = ['in', 'notIn', ...PRESENCE];
const SEVERAL_OF: readonly OperatorChoice[] = ['hasAny', 'hasAll', 'hasNone', ...PRESENCE];

const BY_TYPE: Readonly<Record<FieldType, readonly OperatorChoice[]>> = {
  text: WORDS,
  richText: ['contains', ...PRESENCE],
  email: WORDS,
  phone: WORDS,
  url: WORDS,
  autonumber: WORDS,
  integer: NUMBERS,
  decimal: NUMBERS,
  money: NUMBERS,
  percent: NUMBERS,
  duration: NUMBERS,
  rollup: NUMBERS,
  boolean: ['eq', ...PRESENCE],
  date: DAYS,
  datetime: DAYS,
  choice: ONE_OF,
  state: ['in', 'notIn'],
  ref: ONE_OF,
  user: ONE_OF,
  team: ['in', 'under', 'notIn', ...PRESENCE],
  choices: SEVERAL_OF,
  refs: SEVERAL_OF,
  anyRef: PRESENCE,
  address: PRESENCE,
  json: PRESENCE,
  file: PRESENCE,
};

const RELATIVE_DAY = /^\$today([+-])P(\d+)([DWMY])$/;

export function isFilterOperator(name: string): name is FilterOperator {
  return Object.hasOwn(OPERANDS, name) && !['filled', 'older', 'ahead'].includes(name);
}

/** What may be asked of a field, the most useful first. */
export function operatorsOf(field: FieldMeta): readonly OperatorChoice[] {
  return BY_TYPE[comparedType(field)];
}

/** The type of the values that are compared: of a roll-up, that of its result. */
export function comparedType(field: FieldMeta): FieldType {
  return field.type === 'rollup' ? (field.valueType ?? 'integer') : field.type;
}

export function isTime(field: FieldMeta): boolean {
  const type = comparedType(field);
  return type === 'date' || type === 'datetime';
}

/** How a person says the operator with this value. */
export function choiceOf(field: FieldMeta, operator: FilterOperator, value: Json): OperatorChoice {
  if (operator === 'isNull') return value === false ? 'filled' : 'isNull';
  const away = isTime(field) ? RELATIVE_DAY.exec(plainText(value)) : null;
  if (away?.[1] === '-' && operator === 'lt') return 'older';
  return away?.[1] === '+' && operator === 'gt' ? 'ahead' : operator;
}

/** The operator of the language that a person means. */
export function operatorOf(choice: OperatorChoice): FilterOperator {
  if (choice === 'older') return 'lt';
  if (choice === 'ahead') return 'gt';
  return choice === 'filled' ? 'isNull' : choice;
}

/** The key of the words of an operator: days are before and after, not less and more. */
export function operatorText(field: FieldMeta, choice: OperatorChoice): string {
  if (choice === 'isNull') return 'filter.operator.empty';
  const kind = operandOf(choice);
  const isDated = isTime(field) && (kind === 'one' || kind === 'range');
  return isDated ? `filter.operator.time.${choice}` : `filter.operator.${choice}`;
}

export function operandOf(choice: OperatorChoice): OperandKind {
  return OPERANDS[choice];
}

/** The values that an operator begins with when another was chosen before. */
export function firstValue(field: FieldMeta, choice: OperatorChoice): Json {
  if (choice === 'filled') return false;
  if (choice === 'isNull' || field.type === 'boolean') return true;
  if (choice === 'older') return '$today-P30D';
  if (choice === 'ahead') return '$today+P30D';
  return null;
}

/** Whether the value is enough for the operator. */
export function isComplete(choice: OperatorChoice, value: Json): boolean {
  if (operandOf(choice) === 'presence') return true;
  if (Array.isArray(value)) {
    const isRange = operandOf(choice) === 'range';
    return isRange
      ? value.length === 2 && value.every((one) => one !== null && one !== '')
      : value.length > 0;
  }
  return value !== null && value !== '' && operandOf(choice) !== 'range';
}
