import { errors } from '../errors.ts';
import { isReadable } from '../permissions/authorize.ts';
import { orderOf } from './query-order.ts';
import { isReference, resolveValue, type PathValue } from './query-path.ts';
import { columnOf, joinTarget, type Source } from './query-source.ts';
import { textOf } from './query-value.ts';
import type { AggregateQuery } from './records.ts';
import { decimalText, type Row } from './row.ts';

/** What an aggregate groups by: columns to select and group by, and how a row of them reads. */
export interface GroupPart {
  /** Name in the answer: the path. */
  readonly name: string;
  /** Expressions; the row has them as `<alias>_0`, `<alias>_1`, … */
  readonly columns: readonly string[];
  /** What tells the groups apart, where the columns follow from it. */
  readonly keys?: readonly string[];
  /** The group's natural order, made of its columns. */
  readonly order: string;
  read(row: Row): unknown;
}

type GroupBy = NonNullable<AggregateQuery['groupBy']>[number];

const units: ReadonlySet<string> = new Set(['day', 'week', 'month', 'quarter', 'year']);

/** @throws TesseraError `CORE_NAME_UNKNOWN`, or `CORE_REQUEST_INVALID` for a field that makes no groups. */
export function compileGroup(source: Source, by: GroupBy, alias: string): GroupPart {
  const path = typeof by === 'string' ? by : by.field;
  const value = resolveValue(source, path);
  const unit = typeof by === 'string' ? undefined : by.by;
  if (unit !== undefined) return groupByPeriod(value, path, unit, alias);
  if (value.kind === 'state') return groupByState(value, path, alias);
  if (value.kind === 'id' && isReference(value.field)) return groupByReference(value, path, alias);
  if (['ids', 'keys', 'json', 'anyRef'].includes(value.kind) || value.field.type === 'richText')
    throw makesNoGroups(path);
  return {
    name: path,
    columns: [value.sql],
    order: `${orderOf(value).sql} nulls last`,
    read: (row) => plain(value, row[`${alias}_0`] ?? null),
  };
}

/** Calendar periods in the workspace's zone, each told by its first day. Weeks begin on Monday (ISO 8601). */
function groupByPeriod(value: PathValue, path: string, unit: string, alias: string): GroupPart {
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
  const period = `date_trunc('${unit}', ${local})::date`;
  return {
    name: path,
    columns: [period],
    order: `${period} nulls last`,
    read: (row) => row[`${alias}_0`] ?? null,
  };
}

function groupByState(value: PathValue, path: string, alias: string): GroupPart {
  const machine = joinTarget(value.source, value.field, true);
  const names = ['key', machine.model.options.title, 'kind', 'order'];
  const parts = names.map((name) => {
    const field = machine.model.fields.get(name);
    return field ? columnOf(machine, field.columns.value) : 'null::text';
  });
  return {
    name: path,
    columns: [value.sql, ...parts],
    // The rest follows from the primary key: hashing texts for each row would cost more than adding up.
    keys: [value.sql, `${machine.alias}.id`],
    order: `${parts[3]} nulls last, ${value.sql} nulls last`,
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

function groupByReference(value: PathValue, path: string, alias: string): GroupPart {
  const target = joinTarget(value.source, value.field);
  const { context, model } = target;
  const field = model.fields.get(model.options.title);
  const readable = field && (context.trusted || isReadable(context.execution, model, field));
  const title =
    readable && !isReference(field) ? columnOf(target, field.columns.value) : 'null::text';
  return {
    name: path,
    columns: [value.sql, title],
    keys: [value.sql, `${target.alias}.id`],
    order: `${title}${readable && field.type === 'text' ? ' collate tessera.natural' : ''} nulls last, ${value.sql} nulls last`,
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
