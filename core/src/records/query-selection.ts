import { includeReferences, inclusionsOf } from './query-include.ts';
import { visibleFields } from './query-fields.ts';
import type { Source } from './query-source.ts';
import { fieldWriters, objectWriter } from './row-json.ts';
import { columnsOfFields } from './row.ts';
import { createSentRow, type RowTexts, type SentRow } from './sent-row.ts';
import { quoteName } from './sql-parameters.ts';

/** What a read tells of each record. */
export interface Selection {
  /** What is sent of a row; it names the columns of the page by the alias of the source. */
  readonly sent: SentRow;
  /** Writes the JSON of a record from what was sent. */
  readonly write: (row: RowTexts) => string;
  /** The columns that it is made of, as they stand after `select`. */
  readonly columns: string;
  /** Whether it tells sensitive fields as they are. */
  readonly isSensitive: boolean;
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
  const { context, model, alias } = source;
  const { assembly: world, principal } = context.execution;
  const own = names?.filter((name) => !name.includes('.'));
  const visible = visibleFields(context, model, own);
  const inclusions = inclusionsOf(include ?? [], names ?? []);
  const sent = createSentRow();
  const members = fieldWriters({ model, alias, sent, world }, visible.fields, visible.masked);
  const included = includeReferences(source, inclusions, sent);
  for (const [field, writer] of included) members.set(field.name, writer);
  const columns = columnsOfFields(model, [...visible.fields, ...included.keys()]);
  return {
    sent,
    write: objectWriter(members),
    columns: [...columns].map((column) => `${alias}.${quoteName(column)}`).join(', '),
    isSensitive:
      !principal.unlimited &&
      visible.fields.some(({ sensitive, name }) => sensitive && !visible.masked.has(name)),
  };
}
