import type { EntityModel, FieldModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { VisibleFields } from '../permissions/access.ts';
import { isReference } from './query-path.ts';
import { readableTitle, usualFields, visibleFields } from './query-fields.ts';
import { columnOf, findField, joinTarget, unknownField, type Source } from './query-source.ts';
import { targetOf } from './query-value.ts';
import type { AnyRecord } from './records.ts';
import { createReader, selectList, type Row } from './row.ts';
import { allOf, quoteName, quoteText, tableOf } from './sql-parameters.ts';

/** References that are expanded in place, in the statement that reads the records. */
export interface Expansion {
  /** Fields of the records that are expanded; they must be selected. */
  readonly fields: readonly FieldModel[];
  readonly columns: readonly string[];
  /** Puts the expanded references into a record. */
  expand(record: Record<string, unknown>, row: Row): AnyRecord;
}

interface Step {
  readonly path: string;
  readonly field: FieldModel;
  readonly columns: string;
  read(row: Row): unknown;
}

/** Paths that one query may expand. */
const MAXIMUM_INCLUDES = 30;

/**
 * Expands references: `account`, `account.parent`. One that points to nothing, to a deleted record or to one that may
 * not be read becomes null.
 * @throws TesseraError `CORE_NAME_UNKNOWN`, or `CORE_REQUEST_INVALID` for a field that points to nothing.
 */
export function includeReferences(source: Source, include: readonly string[]): Expansion {
  const paths = [...new Set(include.flatMap(withParents))].toSorted(
    (one, other) => one.length - other.length,
  );
  if (paths.length > MAXIMUM_INCLUDES) {
    throw errors.requestInvalid({
      reason: `a query expands at most ${MAXIMUM_INCLUDES} references.`,
    });
  }
  const sources = new Map<string, Source>([['', source]]);
  const steps = paths.map((path): Step => {
    const dot = path.lastIndexOf('.');
    const from = sources.get(path.slice(0, Math.max(dot, 0)));
    const name = path.slice(dot + 1);
    if (!from) throw unknownField(source.model, path);
    const field = findField(from, name);
    if (isReference(field)) {
      const target = joinTarget(from, field, field.type === 'state');
      sources.set(path, target);
      return includeOne(path, field, target);
    }
    if (field.type === 'refs') return includeMany(path, field, from);
    if (field.type === 'anyRef') return includeAny(path, field, from);
    throw errors.requestInvalid({ reason: `the field “${path}” points to no record to include.` });
  });
  return {
    fields: steps.filter((step) => !step.path.includes('.')).map((step) => step.field),
    columns: steps.map((step) => step.columns),
    expand(record, row) {
      const objects = new Map<string, Record<string, unknown> | null>([['', record]]);
      for (const step of steps) {
        const { path, field } = step;
        const parent = objects.get(path.slice(0, Math.max(path.lastIndexOf('.'), 0)));
        if (!parent) continue;
        const value = step.read(row) as Record<string, unknown> | null;
        parent[field.name] = value;
        objects.set(path, value);
      }
      return record as AnyRecord;
    },
  };
}

function withParents(path: string): string[] {
  const steps = path.split('.');
  return steps.map((_, index) => steps.slice(0, index + 1).join('.'));
}

function includeOne(path: string, field: FieldModel, target: Source): Step {
  const { context, model } = target;
  const title = readableTitle(context.execution, model);
  const visible =
    field.type === 'state'
      ? stateFields(target)
      : visibleFields(context, model, usualFields(target));
  const shown = field.type === 'state' ? model.fields.get(model.options.title) : title;
  const read = createReader(model, visible.fields, context.execution.assembly, {
    masked: visible.masked,
    prefix: path,
  });
  const id = `${path}.id`;
  return {
    path,
    field,
    columns: selectList(model, visible.fields, target.alias, path),
    read(row) {
      if ((row[id] ?? null) === null) return null;
      const record = read(row) as Record<string, unknown>;
      record['title'] = shown ? record[shown.name] : null;
      record['entity'] = model.id;
      return record;
    },
  };
}

/** A state shows its key, kind and name to whoever may read the field. */
function stateFields(target: Source): VisibleFields {
  const visible = visibleFields(target.context, target.model);
  const always = ['key', 'kind', 'order', target.model.options.title].flatMap(
    (name) => target.model.fields.get(name) ?? [],
  );
  return { fields: [...new Set([...always, ...visible.fields])], masked: visible.masked };
}

function includeMany(path: string, field: FieldModel, from: Source): Step {
  const model = targetOf(field, from.context.execution.assembly.models);
  if (!model) throw unknownField(from.model, field.name);
  const alias = from.context.nextAlias();
  const ids = columnOf(from, field.columns.value);
  const live = allOf([
    `${alias}.id = any(${ids})`,
    `${alias}.deleted_at is null`,
    from.context.readable(model, alias),
  ]);
  const name = `${path}.$many`;
  return {
    path,
    field,
    columns:
      `(select coalesce(jsonb_agg(${mention(from, model, alias)} order by array_position(${ids}, ${alias}.id)), '[]')` +
      ` from ${tableOf(model)} ${alias} where ${live}) as ${quoteName(name)}`,
    read: (row) => row[name],
  };
}

/** A reference to any entity: whichever of them the principal may read. */
function includeAny(path: string, field: FieldModel, from: Source): Step {
  const { models } = from.context.execution.assembly;
  const targets = field.targets ?? [...models.keys()];
  const cases = targets.flatMap((id) => {
    const model = models.get(id);
    if (!model || (!field.targets && model.options.auxiliary)) return [];
    const alias = from.context.nextAlias();
    const predicate = from.context.readable(model, alias);
    if (predicate === 'false') return [];
    const live = allOf([
      `${alias}.id = ${columnOf(from, field.columns.value)}`,
      `${alias}.deleted_at is null`,
      predicate,
    ]);
    return [
      `when ${quoteText(id)} then (select ${mention(from, model, alias)} from ${tableOf(model)} ${alias} where ${live})`,
    ];
  });
  const name = `${path}.$any`;
  const entity = columnOf(from, field.columns.entity ?? '');
  return {
    path,
    field,
    columns: `${cases.length === 0 ? 'null' : `case ${entity} ${cases.join(' ')} end`} as ${quoteName(name)}`,
    read: (row) => row[name] ?? null,
  };
}

function mention(from: Source, model: EntityModel, alias: string): string {
  const title = readableTitle(from.context.execution, model);
  const shown = title ? `${alias}.${quoteName(title.columns.value)}` : 'null';
  return `jsonb_build_object('id', ${alias}.id, 'title', ${shown}, 'entity', ${quoteText(model.id)})`;
}
