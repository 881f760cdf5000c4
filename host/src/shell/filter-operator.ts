import type { FieldMeta, FieldType } from '@tessera/core';

/** An operator that a filter chip can hold; the names are those of the filter language. */
export type FilterOperator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'notIn'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'contains'
  | 'startsWith'
  | 'isNull'
  | 'within'
  | 'hasAny'
  | 'hasAll'
  | 'hasNone';

/** What a person gives an operator: one value of the field, several, a span of time, words, or nothing. */
export type OperandKind = 'one' | 'many' | 'span' | 'words' | 'presence';

const OPERANDS: Readonly<Record<FilterOperator, OperandKind>> = {
  eq: 'one',
  ne: 'one',
  in: 'many',
  notIn: 'many',
  gt: 'one',
  gte: 'one',
  lt: 'one',
  lte: 'one',
  contains: 'words',
  startsWith: 'words',
  isNull: 'presence',
  within: 'span',
  hasAny: 'many',
  hasAll: 'many',
  hasNone: 'many',
};

const WORDS: readonly FilterOperator[] = ['contains', 'startsWith', 'eq', 'ne', 'isNull'];
const NUMBERS: readonly FilterOperator[] = ['gte', 'lte', 'gt', 'lt', 'eq', 'ne', 'isNull'];
const DAYS: readonly FilterOperator[] = ['within', 'gte', 'lte', 'eq', 'isNull'];
const MOMENTS: readonly FilterOperator[] = ['within', 'gte', 'lt', 'isNull'];
const ONE_OF: readonly FilterOperator[] = ['in', 'notIn', 'isNull'];
const SEVERAL_OF: readonly FilterOperator[] = ['hasAny', 'hasAll', 'hasNone', 'isNull'];
const PRESENCE: readonly FilterOperator[] = ['isNull'];

const BY_TYPE: Readonly<Record<FieldType, readonly FilterOperator[]>> = {
  text: WORDS,
  richText: ['contains', 'isNull'],
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
  boolean: ['eq', 'isNull'],
  date: DAYS,
  datetime: MOMENTS,
  choice: ONE_OF,
  state: ['in', 'notIn'],
  ref: ONE_OF,
  user: ONE_OF,
  team: ONE_OF,
  choices: SEVERAL_OF,
  refs: SEVERAL_OF,
  anyRef: PRESENCE,
  address: PRESENCE,
  json: PRESENCE,
  file: PRESENCE,
};

/** Spans of time that a date filter offers: named ones, then durations back and ahead. */
export const SPANS = [
  'today',
  'thisWeek',
  'lastWeek',
  'thisMonth',
  'lastMonth',
  'nextMonth',
  'thisQuarter',
  'lastQuarter',
  'nextQuarter',
  'thisYear',
  'lastYear',
  '-P7D',
  '-P30D',
  '-P90D',
  'P7D',
  'P30D',
  'P90D',
] as const;

export function isFilterOperator(name: string): name is FilterOperator {
  return Object.hasOwn(OPERANDS, name);
}

/** The operators that fit a field, the most useful first. */
export function operatorsOf(field: FieldMeta): readonly FilterOperator[] {
  if (field.type !== 'rollup') return BY_TYPE[field.type];
  if (field.valueType === 'date') return DAYS;
  return field.valueType === 'datetime' ? MOMENTS : NUMBERS;
}

/** The key of an operator's words: days are before and after, not less and more. */
export function operatorText(field: FieldMeta, operator: FilterOperator): string {
  const type = field.type === 'rollup' ? field.valueType : field.type;
  const isTime = (type === 'date' || type === 'datetime') && operandOf(operator) === 'one';
  return isTime ? `filter.operator.time.${operator}` : `filter.operator.${operator}`;
}

export function operandOf(operator: FilterOperator): OperandKind {
  return OPERANDS[operator];
}
