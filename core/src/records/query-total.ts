import { createHash } from 'node:crypto';
import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { knownTotal } from './known-total.ts';
import type { Query } from './records.ts';
import type { Way } from './restricted-rows.ts';
import { tableOf } from './sql-parameters.ts';

/** A bounded count goes no further. */
export const COUNT_BOUND = 10_000;

/**
 * How a statement comes to its total: it counts besides finding the page; it need not, for that is known to be beyond the bound; or it gathers
 * all that a filter keeps, known to be within the bound, and takes both from there.
 */
export type Form = 'counted' | 'beyond' | 'gathered';

/** The form of a query, by what its total was found to be a while ago. */
export function formOf(
  { assembly }: Execution,
  { count, filter, search }: Query,
  way: Way,
  totalKey: string,
): Form {
  const known = count === 'bounded' ? knownTotal(assembly, totalKey) : undefined;
  if (known === 'beyond') return known;
  const isGathered = known === 'within' && way === 'broad' && filter && !search?.trim();
  return isGathered ? 'gathered' : 'counted';
}

/** A short name for all that a total depends on. */
export function totalKeyOf(condition: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(condition)).digest('base64');
}

/** The number of rows as a value within a statement, at most one more than the bound where one is given. */
export function countText(
  model: EntityModel,
  joins: string,
  where: string,
  bound: number | undefined,
): string {
  const rows = `from ${tableOf(model)} r${joins} where ${where}`;
  return bound === undefined
    ? `(select count(*) ${rows})`
    : `(select count(*) from (select 1 ${rows} limit ${bound + 1}) c)`;
}
