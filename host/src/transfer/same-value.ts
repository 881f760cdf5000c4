import { isDeepStrictEqual } from 'node:util';
import type { FieldModel } from '@tessera/core';
import { isSameNumber } from './number-text.ts';
import { wireText } from './wire-text.ts';

/** Keys of states by their ids. */
export type StateKeys = ReadonlyMap<string, string>;

/**
 * Whether a record surely has the value already. A value of which it is not sure goes on to the record pipeline, which knows.
 */
export function isSameValue(
  field: FieldModel,
  before: unknown,
  value: unknown,
  states: StateKeys,
): boolean {
  if (before === null || before === undefined || value === null || value === undefined) {
    return (before ?? null) === (value ?? null);
  }
  switch (field.type) {
    case 'money':
      return isSameMoney(before, value);
    case 'integer':
    case 'duration':
    case 'decimal':
    case 'percent':
      return isSameNumber(before, value);
    case 'datetime':
      return Date.parse(wireText(before)) === Date.parse(wireText(value));
    case 'state':
      return before === value || states.get(wireText(before)) === value;
    case 'email':
      return before === wireText(value).toLowerCase();
    default:
      return isDeepStrictEqual(before, value);
  }
}

/** An amount without a currency is meant in the one that the record has. */
function isSameMoney(before: unknown, value: unknown): boolean {
  const [one, other] = [before, value] as Readonly<Record<string, string | undefined>>[];
  const isSameCurrency =
    other?.['currency'] === undefined || one?.['currency'] === other['currency'];
  return isSameCurrency && isSameNumber(one?.['amount'], other?.['amount']);
}
