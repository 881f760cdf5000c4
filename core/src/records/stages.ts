import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, FieldModel } from '../entities/model.ts';
import { isReadable } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import { requireReadable } from './history.ts';
import { tableOf } from './sql-parameters.ts';
import { labelOf, stateLabels, type StateLabel } from './state-labels.ts';

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
