import { v7 as uuid } from 'uuid';
import type { FieldModel } from '../entities/model.ts';
import { fieldsOf, pick, type Draft, type Write } from './write-draft.ts';

/** The columns of a row of the stage history, as `json_to_recordset` takes them. */
export const stageColumns = new Map([
  ['id', 'uuid'],
  ['entity', 'text'],
  ['record_id', 'uuid'],
  ['field', 'text'],
  ['from_id', 'uuid'],
  ['to_id', 'uuid'],
  ['entered_at', 'timestamptz(3)'],
  ['user_id', 'uuid'],
  ['snapshot', 'jsonb'],
]);

/**
 * Notes when states are entered. A field `<state>EnteredAt` of the entity holds the time; an import of history brings
 * its own, any other write gets the present.
 */
export function enterStates(write: Write, draft: Draft): void {
  for (const field of fieldsOf(write.model, 'state')) {
    const clock = enteredField(write, field);
    const given = clock ? draft.values[clock.name] : undefined;
    const state = draft.values[field.name];
    if (state === undefined || (state === null && !draft.before)) {
      if (clock && !write.history) delete draft.values[clock.name];
      continue;
    }
    const at =
      write.history && typeof given === 'string'
        ? moment(given)
        : notBefore(write.at, clock?.type === 'datetime' && draft.before?.record[clock.name]);
    draft.entered = new Map(draft.entered).set(field.name, at);
    if (clock)
      draft.values[clock.name] =
        clock.type === 'date' ? (given ?? write.execution.assembly.clock.today()) : at;
  }
}

/** What the rows of one write have in common, by their columns. */
export function stageCommon({ execution, model }: Write): Record<string, unknown> {
  return { entity: model.id, user_id: execution.principal.userId };
}

/** One row for each state that the draft enters. */
export function stageRows(write: Write, draft: Draft): object[] {
  return [...draft.entered].map(([field, enteredAt]) => ({
    id: uuid(),
    record_id: draft.id,
    field,
    from_id: draft.before?.record[field] ?? null,
    to_id: draft.after?.record[field] ?? null,
    entered_at: enteredAt,
    snapshot: pick(
      draft.after,
      fieldsOf(write.model, 'money', 'percent', 'date').map(({ name }) => name),
    ),
  }));
}

function enteredField({ model }: Write, { name }: FieldModel): FieldModel | undefined {
  const field = model.fields.get(`${name}EnteredAt`);
  return field?.type === 'datetime' || field?.type === 'date' ? field : undefined;
}

function moment(text: string): string {
  return new Date(text).toISOString();
}

/** Of two who change a state at once the second may have begun first; it comes after the other all the same. */
function notBefore(at: string, entered: unknown): string {
  return typeof entered === 'string' && Date.parse(entered) > Date.parse(at) ? entered : at;
}
