import { v7 as uuid } from 'uuid';
import { filledFields, type Draft, type Write } from './write-draft.ts';

/** The columns of an audit row, as `json_to_recordset` takes them. */
export const auditColumns = new Map([
  ['id', 'uuid'],
  ['at', 'timestamptz(3)'],
  ['entity', 'text'],
  ['record_id', 'uuid'],
  ['action', 'text'],
  ['actor_kind', 'text'],
  ['user_id', 'uuid'],
  ['actor_name', 'text'],
  ['request_id', 'text'],
  ['address', 'text'],
  ['source', 'text'],
  ['changes', 'jsonb'],
  ['plugin', 'text'],
]);

/** What was done to a record, field by field: `{ field: [before, after] }` in wire form. */
export function auditRow({ execution, model, action, at }: Write, draft: Draft): object {
  const { principal, requestId, address, source } = execution;
  return {
    id: uuid(),
    at,
    entity: model.id,
    record_id: draft.id,
    action,
    actor_kind: principal.kind,
    user_id: principal.userId,
    actor_name: principal.name,
    request_id: requestId,
    address,
    source,
    changes: changesOf(draft),
    plugin: model.plugin,
  };
}

/** Names of the fields that a new record came with. */
export function createdFields({ model }: Write, draft: Draft): string[] {
  return draft.after ? filledFields(model, draft.after.record) : [];
}

function changesOf({ before, after, changed }: Draft): Record<string, [unknown, unknown]> {
  return Object.fromEntries(
    changed.map((name) => [name, [before?.record[name] ?? null, after?.record[name] ?? null]]),
  );
}
