import type { FieldMeta } from '@tessera/core';

/** What can stand below a column. */
export type ListTotal = 'sum' | 'avg' | 'min' | 'max' | 'countDistinct';

/** What a reader wants below which column; `null` for nothing where there would be something. */
export type ListTotals = Readonly<Record<string, ListTotal | null>>;

const NUMBERS: readonly ListTotal[] = ['sum', 'avg', 'min', 'max', 'countDistinct'];
const DATES: readonly ListTotal[] = ['min', 'max', 'countDistinct'];

/** What can be had of a field, over all rows of a list; nothing of one that is masked. */
export function totalsOf(field: FieldMeta): readonly ListTotal[] {
  if (field.access === 'mask' || !field.filterable) return [];
  const type = valueType(field);
  if (type === 'date' || type === 'datetime') return DATES;
  if (field.ungrouped) return ['min', 'max', 'countDistinct'];
  if (type === 'percent') return NUMBERS.filter((total) => total !== 'sum');
  return ['integer', 'decimal', 'money', 'duration'].includes(type) ? NUMBERS : [];
}

/** What stands below a column: what was chosen, else the sum of money and decimal numbers. */
export function totalOf(field: FieldMeta, chosen: ListTotals): ListTotal | null {
  const possible = totalsOf(field);
  const wanted = chosen[field.name];
  if (wanted === null) return null;
  if (wanted !== undefined && possible.includes(wanted)) return wanted;
  const isSummed = ['money', 'decimal'].includes(valueType(field)) && possible.includes('sum');
  return isSummed ? 'sum' : null;
}

export function isDated(field: FieldMeta): boolean {
  return valueType(field) === 'date' || valueType(field) === 'datetime';
}

/** Of a roll-up: what its value is. */
function valueType(field: FieldMeta): string {
  return field.type === 'rollup' ? (field.valueType ?? 'decimal') : field.type;
}
