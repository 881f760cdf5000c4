import { errors } from '../errors.ts';
import { isReadable } from '../permissions/authorize.ts';
import { orderOf } from './query-order.ts';
import { isReference, resolveValue, type PathValue } from './query-path.ts';
import { columnOf, joinTarget, type Source } from './query-source.ts';
import { textOf } from './query-value.ts';
import type { AggregateQuery } from './records.ts';
import { decimalText, type Row } from './row.ts';

/** What an aggregate groups by: its key among the rows, what the groups show, and how a row of them reads. */
export interface GroupPart {
  /** Name in the answer: the path. */
  readonly name: string;
  /** What tells the groups apart, of the rows; the groups have it as `<alias>_0`. */
  readonly key: string;
  /** Expressions of the groups; the answer has them as `<alias>_0`, `<alias>_1`, … */
  readonly columns: readonly string[];
  /** The natural order of the groups. */
  readonly order: string;
  read(row: Row): unknown;
}

type GroupBy = NonNullable<AggregateQuery['groupBy']>[number];

const units: ReadonlySet<string> = new Set(['day', 'week', 'month', 'quarter', 'year']);

/**
 * What a group shows besides its key is joined to the groups, not to each row.
 * @param groups - the groups, which have the keys as columns
 * @throws TesseraError `CORE_NAME_UNKNOWN`, or `CORE_REQUEST_INVALID` for a field that makes no groups.
 */
export function compileGroup(
  source: Source,
  groups: Source,
  by: GroupBy,
  alias: string,
): GroupPart {
  const path = typeof by === 'string' ? by : by.field;
  const value = resolveValue(source, path);
  const unit = typeof by === 'string' ? undefined : by.by;
  if (unit !== undefined) return groupByPeriod(value, groups, path, unit, alias);
  if (value.kind === 'state') return groupByState(value, groups, path, alias);
  if (value.kind === 'id' && isReference(value.field))
    return groupByReference(value, groups, path, alias);
  if (['ids', 'keys', 'json', 'anyRef'].includes(value.kind) || value.field.type === 'richText')
    throw makesNoGroups(path);
  const key = keyOf(groups, alias);
  return {
    name: path,
    key: value.sql,
    columns: [key],
    order: `${orderOf({ ...value, sql: key }).sql} nulls last`,
    read: (row) => plain(value, row[`${alias}_0`] ?? null),
  };
}

function keyOf(groups: Source, alias: string): string {
  return columnOf(groups, `${alias}_0`);
}

/** What the key of the groups points to. */
function joinToGroups(
  groups: Source,
  { field }: PathValue,
  alias: string,
  machine = false,
): Source {
  const key = { ...field, name: alias, columns: { ...field.columns, value: `${alias}_0` } };
  return joinTarget(groups, key, machine);
}

/** Calendar periods in the workspace's zone, each told by its first day. Weeks begin on Monday (ISO 8601). */
function groupByPeriod(
  value: PathValue,
  groups: Source,
  path: string,
  unit: string,
  alias: string,
): GroupPart {
  if (!units.has(unit))
    throw errors.requestInvalid({ reason: 'dates group by day, week, month, quarter or year.' });
  const { parameters, execution } = value.source.context;
  if (value.kind !== 'date' && value.kind !== 'datetime') {
    throw errors.requestInvalid({
      reason: `the field “${path}” is no date: it groups by no ${unit}.`,
    });
  }
  const local =
    value.kind === 'date'
      ? `${value.sql}::timestamp`
      : `(${value.sql} at time zone ${parameters.bind(execution.assembly.settings.timeZone, 'text')})`;
  const key = keyOf(groups, alias);
  return {
    name: path,
    key: `date_trunc('${unit}', ${local})::date`,
    columns: [key],
    order: `${key} nulls last`,
    read: (row) => row[`${alias}_0`] ?? null,
  };
}

function groupByState(value: PathValue, groups: Source, path: string, alias: string): GroupPart {
  const machine = joinToGroups(groups, value, alias, true);
  const names = ['key', machine.model.options.title, 'kind', 'order'];
  const parts = names.map((name) => {
    const field = machine.model.fields.get(name);
    return field ? columnOf(machine, field.columns.value) : 'null::text';
  });
  const key = keyOf(groups, alias);
  return {
    name: path,
    key: value.sql,
    columns: [key, ...parts],
    order: `${parts[3]} nulls last, ${key} nulls last`,
    read(row) {
      const id = row[`${alias}_0`] ?? null;
      if (id === null) return null;
      return {
        id,
        key: row[`${alias}_1`] ?? null,
        label: row[`${alias}_2`] ?? null,
        kind: row[`${alias}_3`] ?? null,
      };
    },
  };
}

function groupByReference(
  value: PathValue,
  groups: Source,
  path: string,
  alias: string,
): GroupPart {
  const target = joinToGroups(groups, value, alias);
  const { context, model } = target;
  const field = model.fields.get(model.options.title);
  const readable = field && (context.trusted || isReadable(context.execution, model, field));
  const title =
    readable && !isReference(field) ? columnOf(target, field.columns.value) : 'null::text';
  const key = keyOf(groups, alias);
  return {
    name: path,
    key: value.sql,
    columns: [key, title],
    order: `${title}${readable && field.type === 'text' ? ' collate tessera.natural' : ''} nulls last, ${key} nulls last`,
    read(row) {
      const id = row[`${alias}_0`] ?? null;
      return id === null ? null : { id, title: row[`${alias}_1`] ?? null };
    },
  };
}

function plain(value: PathValue, found: unknown): unknown {
  if (found === null) return null;
  if (value.kind === 'percent') return Number(found);
  return value.kind === 'decimal' ? decimalText(textOf(found), 0) : found;
}

function makesNoGroups(path: string): Error {
  return errors.requestInvalid({ reason: `the field “${path}” makes no groups.` });
}
