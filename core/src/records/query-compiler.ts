import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { readCursor, shapeOf } from './cursor.ts';
import { reachIds } from './narrow-reach.ts';
import { keepFor } from './query-memory.ts';
import { isInIndexOrder } from './query-order.ts';
import {
  isCounted,
  pageOf,
  rowsOf,
  searchedRows,
  totalOf,
  unseenOf,
  wordsOf,
  type Plan,
  type Question,
} from './query-plan.ts';
import type { Selection } from './query-selection.ts';
import { fromClause } from './query-source.ts';
import { createStatement, cursorPlaces, type Given, type Statement } from './query-statement.ts';
import { countText, formOf, totalKeyOf, type Form } from './query-total.ts';
import type { Query } from './records.ts';
import { findWay, restrictRows, type Restriction } from './restricted-rows.ts';
import type { AskedFields } from './sensitive-views.ts';
import { createReadParameters } from './sql-parameters.ts';

/** Records of one page at most, and when no limit is given. */
const MAXIMUM_LIMIT = 1000;
const DEFAULT_LIMIT = 50;

/** A query as one statement: the rows of a page and one more. */
export interface CompiledQuery extends Pick<Selection, 'write' | 'isSensitive'> {
  readonly statement: Statement;
  readonly limit: number;
  /** Sensitive fields that the filter or the order names. */
  readonly asked: AskedFields;
  /** The positions of the sort values and of the id in a row. */
  readonly keys: readonly number[];
  readonly id: number;
  /** The position of the total, which the last row tells; it has none where the page is all there is. */
  readonly total: number | undefined;
  /** What a cursor is good for. */
  readonly shape: string;
  /** What a bounded count is of. */
  readonly totalKey: string;
  readonly form: Form;
}

/** The number of rows, at most up to the bound where one is given. */
export function compileCount(
  execution: Execution,
  model: EntityModel,
  restriction: Restriction,
  bound?: number,
) {
  const { source, parameters, where } = restrictRows(execution, model, {
    ...restriction,
    meets: 'all',
  });
  return {
    text: `select ${countText(model, fromClause(source), where, bound)} as n`,
    values: parameters.values,
    asked: source.context.sensitive,
  };
}

/** The statements of one question. */
type Plans = Partial<Record<Form, CompiledQuery>>;

/**
 * A query as one prepared statement: filter, permission, fields, sort, keyset and count.
 * @throws TesseraError `CORE_NAME_UNKNOWN` or `CORE_REQUEST_INVALID`.
 */
export function compileQuery(
  execution: Execution,
  model: EntityModel,
  query: Query & Pick<Restriction, 'action'>,
): { readonly compiled: CompiledQuery; readonly given: Given } {
  const limit = wholeNumber('limit', query.limit ?? DEFAULT_LIMIT, 1, MAXIMUM_LIMIT);
  const offset = wholeNumber('offset', query.offset ?? 0, 0, Number.MAX_SAFE_INTEGER);
  const isPlain = !query.filter && !wordsOf(query) && !query.action;
  const mayWalk = isPlain && isInIndexOrder(model, query.sort ?? []);
  const way = findWay(execution, model, query, mayWalk ? limit + 1 : undefined);
  const shape = shapeFor(execution, model, query);
  const { secret } = execution.assembly;
  const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor, shape, secret);
  const after = cursor && cursorPlaces(cursor);
  const question = JSON.stringify([
    'query',
    model.id,
    { ...query, limit, offset: offset > 0, cursor: cursor?.values.map((value) => value === null) },
    way,
  ]);
  const plans = keepFor(execution, question, (): Plans => ({}));
  const known = plans.counted ?? plans.beyond ?? plans.gathered;
  const form = known && formOf(execution, query, way, known.totalKey);
  const compiled =
    (form && plans[form]) ??
    compilePage(execution, model, { query, limit, offset, after, way }, shape, {
      ...known,
      form,
    });
  plans[compiled.form] = compiled;
  return { compiled, given: { offset, cursor } };
}

function compilePage(
  execution: Execution,
  model: EntityModel,
  question: Question,
  shape: string,
  known: Known,
): CompiledQuery {
  const { query, limit, way } = question;
  const parameters = createReadParameters(unseenOf(question, known.form));
  const meets = wordsOf(query) ? 'some' : 'page';
  const restricted = restrictRows(execution, model, { ...query, meets }, way, parameters);
  const { source } = restricted;
  const search = searchedRows(model, question, restricted);
  const joinsToCount = fromClause(source);
  const ids = typeof way === 'object' ? reachIds(execution, model, parameters) : undefined;
  const totalKey =
    known.totalKey ??
    totalKeyOf([model.id, joinsToCount, ids, restricted.where, parameters.values]);
  const form = known.form ?? formOf(execution, query, way, totalKey);
  const plan: Plan = { question, restricted, search, form };
  const { page, selection } = pageOf(model, plan);
  const { sent, write, columns, isSensitive } = selection;
  const rows = rowsOf(page, plan, columns, sent.joins.length > 0);
  const total = isCounted(plan)
    ? sent.at(totalOf(page, plan, joinsToCount, rows.orderBy))
    : undefined;
  const keys = page.keys.map(
    (key, index) =>
      sent.find(key.sql) ?? sent.at(rows.keys ? `${rows.keys}."$k${index}"` : key.sql),
  );
  const id = sent.at('r."id"');
  const begin = [...(ids === undefined ? [] : [ids]), ...(rows.parts ?? [])].join(', ');
  const select = `${begin && `with ${begin} `}select ${sent.columns.join(', ')}`;
  const from = `${rows.from}${sent.joins.join('')} order by ${rows.orderBy}${rows.limit ?? ''}`;
  const statement = createStatement(select, from, parameters.values);
  const asked = source.context.sensitive;
  return { statement, write, limit, asked, isSensitive, keys, id, total, shape, totalKey, form };
}

/** What is known of a question before it is compiled in one more form. */
interface Known {
  readonly form?: Form | undefined;
  readonly totalKey?: string;
}

/** What a cursor of the query is good for. */
function shapeFor(execution: Execution, model: EntityModel, query: Query): string {
  const { filter = null, search = null, sort = [], deleted = false } = query;
  const question = [model.id, filter, search, sort, deleted];
  return keepFor(execution, `shape ${JSON.stringify(question)}`, () => shapeOf(question));
}

function wholeNumber(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw errors.requestInvalid({ reason: `${name} is a whole number from ${least} to ${most}.` });
}
