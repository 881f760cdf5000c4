import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, FieldModel } from '../entities/model.ts';
import { isReadable } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import { requireReadable } from './history.ts';
import { quoteName, tableOf } from './sql-parameters.ts';

/** A state as groups and histories show it. `label` is its title. */
export interface StateLabel {
  readonly id: string;
  readonly key: string | null;
  readonly label: string | null;
  readonly kind: string | null;
}

/** One stay in a state. */
export interface StageItem {
  readonly field: string;
  readonly from: StateLabel | null;
  /** Null when the state was cleared. */
  readonly to: StateLabel | null;
  readonly enteredAt: string;
  /** Null while the record is in it. */
  readonly leftAt: string | null;
  readonly seconds: number | null;
  readonly user: { readonly id: string; readonly name: string | null } | null;
}

interface StageRow {
  readonly field: string;
  readonly from_id: string | null;
  readonly to_id: string | null;
  readonly entered_at: string;
  readonly left_at: string | null;
  readonly seconds: number | null;
  readonly user_id: string | null;
}

const STAGES = `
  select field, from_id, to_id, entered_at, left_at, seconds, user_id
  from tessera.stage_history
  where entity = $1 and record_id = $2 and field = any($3::text[])
  order by entered_at, id limit 1000`;

/** The state fields of an entity that the principal may read. */
export function readableStates(execution: Execution, model: EntityModel): FieldModel[] {
  return [...model.fields.values()].filter(
    (field) => field.type === 'state' && isReadable(execution, model, field),
  );
}

/**
 * The states that a record has been in, oldest first.
 * @throws TesseraError `CORE_RECORD_MISSING`
 */
export async function readStages(
  execution: Execution,
  model: EntityModel,
  id: string,
): Promise<readonly StageItem[]> {
  await requireReadable(execution, model, id);
  const fields = readableStates(execution, model);
  if (fields.length === 0) return [];
  const names = fields.map((field) => field.name);
  const rows = await currentSql(execution).query<StageRow>(STAGES, [model.id, id, names]);
  const labels = await stateLabels(
    execution,
    fields,
    rows.flatMap((row) => [row.from_id, row.to_id]),
  );
  const users = await userNames(
    execution,
    rows.map((row) => row.user_id),
  );
  return rows.map((row) => ({
    field: row.field,
    from: row.from_id === null ? null : labelOf(labels, row.from_id),
    to: row.to_id === null ? null : labelOf(labels, row.to_id),
    enteredAt: row.entered_at,
    leftAt: row.left_at,
    seconds: row.seconds,
    user: row.user_id === null ? null : { id: row.user_id, name: users.get(row.user_id) ?? null },
  }));
}

/** The label of a state, also of one that was removed. */
export function labelOf(labels: ReadonlyMap<string, StateLabel>, id: string): StateLabel {
  return labels.get(id) ?? { id, key: null, label: null, kind: null };
}

/** Key, label and kind of states by id. Who may read the record may know what its states are called, removed ones too. */
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

/** Names of users by id: who acted is no secret of the record. */
export async function userNames(
  execution: Execution,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  const model = execution.assembly.models.get('tessera.user' satisfies EntityId);
  if (!model || wanted.length === 0) return new Map();
  const rows = await currentSql(execution).query<{ id: string; name: string }>(
    `select id, name from ${tableOf(model)} where id = any($1::uuid[])`,
    [wanted],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
