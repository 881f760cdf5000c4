import type { EntityModel } from '../entities/model.ts';
import { compilePredicate, createReadContext } from '../permissions/predicate.ts';
import type { RowsMet } from '../permissions/share-condition.ts';
import type { Execution } from '../plugin/execution.ts';
import { compileFilter } from './filter-compiler.ts';
import type { Filter } from './filter.ts';
import {
  narrowCondition,
  narrowReach,
  walkOf,
  waySearched,
  type NarrowWay,
} from './narrow-reach.ts';
import { createSource, type Source } from './query-source.ts';
import { compileRowSearch, compileSearch } from './search.ts';
import { allOf, createReadParameters, type Parameters } from './sql-parameters.ts';

/** What a read is about: which rows of the entity. */
export interface Restriction {
  readonly filter?: Filter | undefined;
  readonly search?: string | undefined;
  readonly deleted?: boolean | undefined;
  /** What must be allowed with the rows besides reading them. */
  readonly action?: 'export' | undefined;
  /** Whether every row that fits is met, or those of a page. */
  readonly meets?: RowsMet | undefined;
}

/** Rows that the principal may read and the restriction keeps, and the condition for it. */
export interface RestrictedRows {
  readonly source: Source;
  readonly parameters: Parameters;
  readonly where: string;
  /** The same condition, with another one for the words of the search. */
  readonly whereWith: (words: string) => string;
  /** The same condition for a statement that holds every row to it. */
  readonly whereOfAll: () => string;
}

/** How the rows in reach are found: by their ids where they are known to be few; else each row is held to the predicate. */
export type Way = NarrowWay | 'broad';

/**
 * Every read begins here: the table, the reach, the filter, the search.
 * @param way - how the rows in reach are found
 */
export function restrictRows(
  execution: Execution,
  model: EntityModel,
  restriction: Restriction,
  way: Way = findWay(execution, model, restriction, undefined),
  parameters: Parameters = createReadParameters(),
): RestrictedRows {
  const context = createReadContext(execution, parameters, restriction.meets);
  const source = createSource(context, model, 'r');
  const search = restriction.search?.trim();
  // A search that keeps to a reach does so before the records that it found are read.
  const isKept = way === 'keep' && Boolean(search);
  const keeps = (id: string): string => narrowCondition(execution, model, id, 'keep', parameters);
  const whereOf = (words: string, meets = restriction.meets): string =>
    allOf([
      kept,
      words,
      way === 'broad'
        ? createReadContext(execution, parameters, meets).readable(model, 'r')
        : isKept
          ? 'true'
          : narrowCondition(execution, model, 'r.id', way, parameters),
    ]);
  const kept = allOf([
    `r.deleted_at is ${restriction.deleted ? 'not null' : 'null'}`,
    restriction.action
      ? compilePredicate(execution, model, restriction.action, 'r', parameters)
      : 'true',
    restriction.filter ? compileFilter(source, restriction.filter) : 'true',
  ]);
  const words = search ? wordsOf(source, search, way, isKept ? keeps : undefined) : 'true';
  return {
    source,
    parameters,
    where: whereOf(words),
    whereWith: whereOf,
    whereOfAll: () => whereOf(words, 'all'),
  };
}

/** The words of a few rows in reach are looked at; else the index tells which rows have them. */
function wordsOf(
  source: Source,
  search: string,
  way: Way,
  keeps: ((id: string) => string) | undefined,
): string {
  return way === 'lookUp' ? compileRowSearch(source, search) : compileSearch(source, search, keeps);
}

/** @param page - how many rows of an index are asked for, where it has them in order */
export function findWay(
  execution: Execution,
  model: EntityModel,
  { deleted, search }: Restriction,
  page: number | undefined,
): Way {
  const size = deleted ? undefined : narrowReach(execution, model);
  if (!size) return 'broad';
  if (search?.trim()) return waySearched(size);
  return (page !== undefined && walkOf(size, page)) || 'lookUp';
}
