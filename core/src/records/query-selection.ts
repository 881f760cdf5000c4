import type { EntityModel, FieldModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { fieldAccess, isReadable } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { includeReferences } from './query-include.ts';
import type { QueryContext, Source } from './query-source.ts';
import type { AnyRecord } from './records.ts';
import { selectList, toRecord, type Row } from './row.ts';

/** What a read selects, and how a row of it becomes a record. */
export interface Selection {
  /** Columns as they stand after `select`. */
  readonly columns: string;
  toRecord(row: Row): AnyRecord;
}

/** Fields that may be shown, and which of them masked. */
export interface VisibleFields {
  readonly fields: readonly FieldModel[];
  readonly masked: ReadonlySet<string>;
}

/**
 * The fields and expanded references of a query.
 * @throws TesseraError `CORE_NAME_UNKNOWN` for a name that is not there or may not be read.
 */
export function selectRecords(
  source: Source,
  names: readonly string[] | undefined,
  include: readonly string[] | undefined,
): Selection {
  const { context, model } = source;
  const world = context.execution.assembly;
  const visible = visibleFields(context, model, names);
  const expansion = includeReferences(source, include ?? []);
  const missing = expansion.fields.filter((field) => !visible.fields.includes(field));
  const fields = [...visible.fields, ...missing];
  return {
    columns: [selectList(model, fields, source.alias), ...expansion.columns].join(', '),
    toRecord: (row) =>
      expansion.expand(toRecord(model, row, fields, world, { masked: visible.masked }) as Record<string, unknown>, row),
  };
}

/** The fields with these names, or all that may be shown. */
export function visibleFields(context: QueryContext, model: EntityModel, names?: readonly string[]): VisibleFields {
  const { execution, trusted } = context;
  const masked = new Set<string>();
  const see = (field: FieldModel | undefined): field is FieldModel => {
    if (!field) return false;
    if (trusted || isReadable(execution, model, field)) return true;
    if (fieldAccess(execution, model, field.name) !== 'mask') return false;
    masked.add(field.name);
    return true;
  };
  if (!names) return { fields: [...model.fields.values()].filter(see), masked };
  const fields = names.map((name) => {
    const field = model.fields.get(name);
    if (!see(field)) throw errors.nameUnknown({ entity: model.options.label.en, what: 'field', name });
    return field;
  });
  return { fields: [...new Set(fields)], masked };
}

/** The field that names a record, when the principal may read it. */
export function readableTitle(execution: Execution, model: EntityModel): FieldModel | undefined {
  const title = model.fields.get(model.options.title);
  return title && (execution.principal.unlimited || isReadable(execution, model, title)) ? title : undefined;
}
