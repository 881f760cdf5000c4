import type { Filter, Json } from '@tessera/core';
import { isFilterOperator } from './filter-operator.ts';
import type { FilterOperator } from './filter-operator.ts';

/** One condition of a list as a person edits it. `isNull` holds a boolean, `within` a duration or a named span. */
export interface FilterChip {
  readonly field: string;
  readonly operator: FilterOperator;
  readonly value: Json;
}

/** A part of a filter that is more than one condition on one field; it is shown, kept and removable as a whole. */
export interface OpaqueChip {
  readonly filter: Filter;
}

export type Chip = FilterChip | OpaqueChip;

export function isOpaque(chip: Chip): chip is OpaqueChip {
  return 'filter' in chip;
}

/** Takes a filter apart into chips, in reading order. What fits no chip becomes an {@link OpaqueChip}. */
export function toChips(filter: Filter | undefined): readonly Chip[] {
  if (!isPlainObject(filter)) return [];
  return Object.entries(filter).flatMap(([path, condition]): readonly Chip[] => {
    if (path === 'and' && Array.isArray(condition))
      return condition.flatMap((part) => toChips(part as Filter));
    if (path === 'or' || path === 'not' || path === 'and')
      return [{ filter: { [path]: condition } as Filter }];
    return conditionChips(path, condition as Json);
  });
}

function conditionChips(field: string, condition: Json): readonly Chip[] {
  if (condition === null) return [{ field, operator: 'isNull', value: true }];
  if (Array.isArray(condition)) return [{ field, operator: 'in', value: condition as Json }];
  if (!isPlainObject(condition)) return [{ field, operator: 'eq', value: condition }];
  const parts = Object.entries(condition);
  if (parts.length === 0 || parts.some(([operator]) => !isFilterOperator(operator))) {
    return [{ filter: { [field]: condition } as Filter }];
  }
  return parts.map(([operator, value]) => ({
    field,
    operator: operator as FilterOperator,
    value: value as Json,
  }));
}

/** Puts chips together again: the shortest filter that means all of them. */
export function toFilter(chips: readonly Chip[]): Filter | undefined {
  const parts = chips.map((chip): Filter => {
    if (isOpaque(chip)) return chip.filter;
    return { [chip.field]: { [chip.operator]: chip.value } } as Filter;
  });
  if (parts.length === 0) return undefined;
  const paths = parts.flatMap((part) => Object.keys(part));
  const isFlat = new Set(paths).size === paths.length;
  return isFlat ? (Object.assign({}, ...parts) as Filter) : { and: parts };
}

function isPlainObject(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
