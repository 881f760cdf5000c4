import { currentExecution, entityMeta, errors as coreErrors, type FieldModel } from '@tessera/core';
import { toCellValue } from './cell-value.ts';
import { formatOf, readRowsFrom } from './file-inspection.ts';
import type { ImportParts } from './import-parts.ts';
import { getFile } from './imports.ts';
import { refuse } from './plan-check.ts';

/** Different texts that are told; a column with more of them is no list of choices. */
const MOST_VALUES = 200;

/** The different texts of a column, and what they mean for a field. */
export interface ColumnValues {
  readonly values: readonly {
    readonly text: string;
    readonly rows: number;
    /** What the field takes the text for; left away when it means nothing to it. */
    readonly value?: unknown;
  }[];
  /** There are more; only the first ones are counted. */
  readonly isMore: boolean;
}

/** Says which texts a column has, how often, and which of them a field with choices knows. Empty cells are left out. */
export async function columnValues(
  parts: ImportParts,
  id: string,
  column: string,
  target: { readonly entity: string; readonly field: string },
): Promise<ColumnValues> {
  const file = await getFile(parts, id);
  const at = file.headers.indexOf(column);
  if (at < 0) throw refuse([{ pointer: '/column', detail: `The file has no column “${column}”.` }]);
  const field = writableField(target.entity, target.field);
  const open = async () =>
    (await parts.store.open(file.sha256)) as unknown as AsyncIterable<Uint8Array>;
  const { signal } = currentExecution();
  const counts = new Map<string, number>();
  let isMore = false;
  for await (const { cells, index } of readRowsFrom(await open(), await formatOf(open, file), 0)) {
    if (index % 1000 === 0) signal.throwIfAborted();
    const text = (cells[at] ?? '').normalize('NFC').trim();
    if (text === '') continue;
    const count = counts.get(text);
    if (count === undefined && counts.size >= MOST_VALUES) isMore = true;
    else counts.set(text, (count ?? 0) + 1);
  }
  const values = [...counts].map(([text, rows]) => {
    const found = toCellValue(field, text, { column }, 'UTC');
    return 'wrong' in found ? { text, rows } : { text, rows, value: found.value };
  });
  return { values: values.toSorted((one, other) => other.rows - one.rows), isMore };
}

/** The field, when it has few values and may be written. */
function writableField(entity: string, name: string): FieldModel {
  const execution = currentExecution();
  const model = execution.assembly.models.get(entity as `${string}.${string}`);
  const meta = model && entityMeta(execution, model);
  if (!model || !meta?.actions.read)
    throw coreErrors.nameUnknown({ entity: 'The workspace', what: 'entity', name: entity });
  const known = meta.fields.find((field) => field.name === name && field.access === 'write');
  const field = known && model.fields.get(name);
  if (!field || (field.type !== 'choice' && field.type !== 'boolean')) {
    const detail = `${meta.label.en} has no field “${name}” with choices that you may write.`;
    throw refuse([{ pointer: '/field', detail }]);
  }
  return field;
}
