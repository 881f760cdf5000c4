import type { OrderValue } from './query-order.ts';
import { allOf, anyOf, type Parameters } from './sql-parameters.ts';

/** One sort value of a query. */
export interface SortKey extends OrderValue {
  readonly direction: 'asc' | 'desc';
}

/** What the rows come after: the values of a cursor, or the places where these will stand. */
export interface After {
  readonly values: readonly unknown[];
  readonly id: unknown;
}

/** A part of the rows in order; the parts of a query follow each other. */
export interface Branch {
  readonly condition: string;
  readonly orderBy: string;
}

/**
 * The rows in order, after the cursor where there is one; absent values come last and the id breaks ties. A sort by one
 * value becomes up to two branches, with and without a value, so that an index can serve each of them.
 */
export function keysetBranches(
  keys: readonly SortKey[],
  id: { readonly sql: string; readonly direction: 'asc' | 'desc' },
  cursor: After | undefined,
  parameters: Parameters,
): Branch[] {
  const [key] = keys;
  // An index is in one direction, and so is a comparison of rows.
  if (!key || keys.length > 1 || key.direction !== id.direction)
    return [keysetBranch(keys, id, cursor, parameters)];
  const byId = `${id.sql} ${id.direction}`;
  const withValue = `${key.sql} ${key.direction}, ${byId}`;
  const without = `${key.sql} is null`;
  if (!cursor) {
    if (!key.nullable || key.direction === 'asc' || !key.indexed)
      return [keysetBranch(keys, id, cursor, parameters)];
    return [
      { condition: `${key.sql} is not null`, orderBy: withValue },
      { condition: without, orderBy: byId },
    ];
  }
  const value = cursor.values[0] ?? null;
  if (value === null)
    return [{ condition: allOf([without, afterId(id, cursor, parameters)]), orderBy: byId }];
  const sign = key.direction === 'asc' ? '>' : '<';
  const rest = {
    condition: `(${key.sql}, ${id.sql}) ${sign} (${parameters.bind(value, key.type)}, ${parameters.bind(cursor.id, 'uuid')})`,
    orderBy: withValue,
  };
  return key.nullable ? [rest, { condition: without, orderBy: byId }] : [rest];
}

/** The same as one branch, for rows that no index puts in order. */
export function keysetBranch(
  keys: readonly SortKey[],
  id: { readonly sql: string; readonly direction: 'asc' | 'desc' },
  cursor: After | undefined,
  parameters: Parameters,
): Branch {
  return {
    condition: cursor ? afterAll(keys, id, cursor, parameters) : 'true',
    orderBy: orderOf(keys, id),
  };
}

/** All sort values and the id; absent values last. */
function orderOf(
  keys: readonly SortKey[],
  id: { readonly sql: string; readonly direction: 'asc' | 'desc' },
): string {
  return [
    ...keys.map((one) => `${one.sql} ${one.direction}${one.nullable ? ' nulls last' : ''}`),
    `${id.sql} ${id.direction}`,
  ].join(', ');
}

function afterId(
  id: { sql: string; direction: string },
  cursor: After,
  parameters: Parameters,
): string {
  return `${id.sql} ${id.direction === 'asc' ? '>' : '<'} ${parameters.bind(cursor.id, 'uuid')}`;
}

/** Equal in the first values and after the cursor in the next one, for each of them. */
function afterAll(
  keys: readonly SortKey[],
  id: { sql: string; direction: string },
  cursor: After,
  parameters: Parameters,
): string {
  const equal: string[] = [];
  const steps: string[] = [];
  for (const [index, key] of keys.entries()) {
    const value = cursor.values[index] ?? null;
    if (value === null) {
      // Nothing comes after an absent value.
      equal.push(`${key.sql} is null`);
      continue;
    }
    const bound = parameters.bind(value, key.type);
    const later = `${key.sql} ${key.direction === 'asc' ? '>' : '<'} ${bound}`;
    steps.push(allOf([...equal, key.nullable ? `(${later} or ${key.sql} is null)` : later]));
    equal.push(`${key.sql} = ${bound}`);
  }
  steps.push(allOf([...equal, afterId(id, cursor, parameters)]));
  return anyOf(steps);
}
