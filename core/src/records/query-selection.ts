import { includeReferences } from './query-include.ts';
import { visibleFields } from './query-fields.ts';
import type { Source } from './query-source.ts';
import type { AnyRecord } from './records.ts';
import { createReader, selectList, type Row } from './row.ts';

/** What a read selects, and how a row of it becomes a record. */
export interface Selection {
  /** Columns as they stand after `select`. */
  readonly columns: string;
  toRecord(row: Row): AnyRecord;
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
  const fields = missing.length === 0 ? visible.fields : [...visible.fields, ...missing];
  const read = createReader(model, fields, world, { masked: visible.masked });
  return {
    columns: [selectList(model, fields, source.alias), ...expansion.columns].join(', '),
    toRecord: (row) => expansion.expand(read(row) as Record<string, unknown>, row),
  };
}
