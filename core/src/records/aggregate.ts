import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { requireAction } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { compileGroup } from './aggregate-group.ts';
import { measureReach } from './narrow-reach.ts';
import { restrictRows } from './restricted-rows.ts';
import { resolveValue, type PathValue } from './query-path.ts';
import { createSource, fromClause, type Source } from './query-source.ts';
import { createStatement } from './query-statement.ts';
import { rolledUp, textOf, type ValueKind } from './query-value.ts';
import type { AggregateQuery, Group, Measure } from './records.ts';
import { baseDigits, decimalText, type Row } from './row.ts';
import { queryTogether } from './rows-together.ts';
import { noteAsked } from './sensitive-views.ts';
import { tableOf } from './sql-parameters.ts';

const MAXIMUM_GROUPS = 10_000;
const DEFAULT_GROUPS = 1000;
const MAXIMUM_PARTS = 20;
/** Digits after the point of an average. */
const AVERAGE_DIGITS = 4;

const namePattern = /^[A-Za-z]\w{0,62}$/;
const numeric: ReadonlySet<ValueKind> = new Set(['integer', 'decimal', 'percent']);

/**
 * Groups of the records that the principal may read, in their natural order. Money counts by its base amount. The sum
 * of nothing is zero; its average, least and greatest value are null.
 * @throws TesseraError `CORE_NOT_PERMITTED`, `CORE_NAME_UNKNOWN` or `CORE_REQUEST_INVALID`.
 */
export async function aggregateRecords(
  execution: Execution,
  model: EntityModel,
  query: AggregateQuery,
): Promise<readonly Group[]> {
  requireAction(execution, model, 'read');
  await measureReach(execution, model);
  const { source, parameters, where } = restrictRows(execution, model, {
    ...query,
    meets: 'all',
  });
  const grouped = createSource(source.context, model, 'g');
  const groups = (query.groupBy ?? []).map((by, index) =>
    compileGroup(source, grouped, by, `g${index}`),
  );
  const measures = Object.entries(query.measures ?? {}).map(([name, measure], index) =>
    compileMeasure(source, name, measure, `m${index}`),
  );
  refuseDoubles([...groups, ...measures].map((part) => part.name));
  const columns = [
    ...groups.flatMap((group, index) =>
      group.columns.map((column, at) => `${column} as g${index}_${at}`),
    ),
    ...measures.map((_, index) => `g.m${index}`),
  ];
  if (columns.length === 0)
    throw errors.requestInvalid({ reason: 'an aggregate needs a measure or a group.' });
  const found = [
    ...groups.map((group, index) => `${group.key} as g${index}_0`),
    ...measures.map((measure, index) => `${measure.sql} as m${index}`),
  ];
  const order = groups.map((group) => group.order);
  const from =
    ` from (select ${found.join(', ')} from ${rowsOf(source, where)}` +
    `${groups.length > 0 ? ` group by ${groups.map((_, index) => index + 1).join(', ')}` : ''}) g` +
    `${fromClause(grouped)}${order.length > 0 ? ` order by ${order.join(', ')}` : ''}` +
    ` limit ${limitOf(query.limit)}`;
  const select = `select ${columns.join(', ')}`;
  const rows = await queryTogether(execution, createStatement(select, from, parameters.values));
  await noteAsked(execution, source.context.sensitive, rows.length);
  return rows.map((row) =>
    Object.fromEntries([...groups, ...measures].map((part) => [part.name, part.read(row)])),
  );
}

/** By themselves the rows are met as they lie, not in the order of an index that has the groups together: it leads to each row one by one. */
function rowsOf(source: Source, where: string): string {
  const joins = fromClause(source);
  const table = `${tableOf(source.model)} r`;
  return joins === ''
    ? `(select r.* from ${table} where ${where} offset 0) r`
    : `${table}${joins} where ${where}`;
}

interface MeasurePart {
  readonly name: string;
  readonly sql: string;
  read(row: Row): unknown;
}

function compileMeasure(
  source: Source,
  name: string,
  measure: Measure,
  alias: string,
): MeasurePart {
  if (!namePattern.test(name))
    throw errors.requestInvalid({ reason: `“${name}” is no name for a measure.` });
  if (measure === 'count') return { name, sql: 'count(*)', read: (row) => Number(row[alias]) };
  const [verb, path] = oneOf(name, measure);
  const value = resolveValue(source, path);
  // Amounts in different currencies do not add up, and neither is one of them the greatest.
  if (value.part === 'amount' && verb !== 'countDistinct') throw notMeasured(path, verb);
  const digits = isMoney(value) ? baseDigits(source.context.execution.assembly) : 0;
  switch (verb) {
    case 'sum':
      if (!numeric.has(value.kind)) throw notMeasured(path, verb);
      return {
        name,
        sql: `coalesce(sum(${value.sql}), 0)::numeric`,
        read: (row) => decimalText(String(row[alias]), digits),
      };
    case 'avg':
      if (!numeric.has(value.kind)) throw notMeasured(path, verb);
      return {
        name,
        sql: `round(avg(${value.sql}), ${AVERAGE_DIGITS})`,
        read: (row) => decimal(row[alias], digits),
      };
    case 'min':
    case 'max':
      return extreme(value, path, verb, name, alias, digits);
    case 'countDistinct':
      if (value.kind === 'json') throw notMeasured(path, verb);
      return { name, sql: `count(distinct ${value.sql})`, read: (row) => Number(row[alias]) };
    default:
      throw errors.requestInvalid({ reason: `“${verb}” is no measure.` });
  }
}

function extreme(
  value: PathValue,
  path: string,
  verb: 'min' | 'max',
  name: string,
  alias: string,
  digits: number,
): MeasurePart {
  const { kind } = value;
  if (!numeric.has(kind) && kind !== 'date' && kind !== 'datetime' && kind !== 'text')
    throw notMeasured(path, verb);
  const sql = `${verb}(${value.sql}${kind === 'text' ? ' collate tessera.natural' : ''})`;
  return {
    name,
    sql,
    read(row) {
      const found = row[alias] ?? null;
      if (kind === 'percent') return found === null ? null : Number(found);
      return kind === 'decimal' ? decimal(found, digits) : found;
    },
  };
}

function decimal(value: unknown, digits: number): string | null {
  return value === null || value === undefined ? null : decimalText(textOf(value), digits);
}

function isMoney({ source, field }: PathValue): boolean {
  return (
    field.type === 'money' ||
    rolledUp(field, source.context.execution.assembly.models)?.type === 'money'
  );
}

function oneOf(name: string, measure: Exclude<Measure, 'count'>): [string, string] {
  const [entry, ...others] =
    typeof measure === 'object' && measure !== null ? Object.entries(measure) : [];
  if (!entry || others.length > 0 || typeof entry[1] !== 'string') {
    throw errors.requestInvalid({
      reason: `the measure “${name}” is "count", or one function with a field.`,
    });
  }
  return [entry[0], entry[1]];
}

function refuseDoubles(names: readonly string[]): void {
  if (names.length > MAXIMUM_PARTS)
    throw errors.requestInvalid({
      reason: `an aggregate has at most ${MAXIMUM_PARTS} groups and measures.`,
    });
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined)
    throw errors.requestInvalid({ reason: `“${double}” stands twice in the aggregate.` });
}

function limitOf(limit: number | undefined): number {
  if (limit === undefined) return DEFAULT_GROUPS;
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAXIMUM_GROUPS) return limit;
  throw errors.requestInvalid({ reason: `limit is a whole number from 1 to ${MAXIMUM_GROUPS}.` });
}

function notMeasured(path: string, verb: string): Error {
  return errors.requestInvalid({ reason: `the field “${path}” has no ${verb}.` });
}
