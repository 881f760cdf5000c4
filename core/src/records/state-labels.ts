import type { FieldModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import { quoteName, tableOf } from './sql-parameters.ts';

/** A state as groups and histories show it. `label` is its title. */
export interface StateLabel {
  readonly id: string;
  readonly key: string | null;
  readonly label: string | null;
  readonly kind: string | null;
}

/** The label of a state, also of one that was removed. */
export function labelOf(labels: ReadonlyMap<string, StateLabel>, id: string): StateLabel {
  return labels.get(id) ?? { id, key: null, label: null, kind: null };
}

/**
 * Key, label and kind of states by id. Who may read a record and the field of its state may know what that is called, whatever is granted
 * on the states themselves; removed ones too.
 */
export async function stateLabels(
  execution: Execution,
  fields: readonly FieldModel[],
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, StateLabel>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  const labels = new Map<string, StateLabel>();
  if (wanted.length === 0) return labels;
  for (const target of new Set(fields.map((field) => field.target))) {
    const model = target && execution.assembly.models.get(target);
    if (!model) continue;
    const column = (name: string): string => {
      const found = model.fields.get(name);
      return found ? `${quoteName(found.columns.value)}::text` : 'null::text';
    };
    const rows = await currentSql(execution).query<StateLabel>(
      `select id, ${column('key')} as key, ${column(model.options.title)} as label, ${column('kind')} as kind
       from ${tableOf(model)} where id = any($1::uuid[])`,
      [wanted],
    );
    for (const row of rows) labels.set(row.id, row);
  }
  return labels;
}
