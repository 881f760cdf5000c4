import { v7 as uuid } from 'uuid';
import type { Execution } from '../plugin/execution.ts';
import { quoteText } from './sql-parameters.ts';
import { filledFields, type Draft, type Write } from './write-draft.ts';

/** What writes of records are in the audit; every other action tells more than fields. */
export const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'delete', 'restore']);
/** The same as a condition on rows of the audit. */
export const isWrite = `action in (${[...WRITES].map(quoteText).join(', ')})`;

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
  ['token_id', 'uuid'],
  ['impersonator_id', 'uuid'],
  ['impersonator_name', 'text'],
  ['initiator_id', 'uuid'],
  ['initiator_name', 'text'],
  ['cause_kind', 'text'],
  ['cause_id', 'text'],
  ['reason', 'text'],
  ['request_id', 'text'],
  ['address', 'text'],
  ['source', 'text'],
  ['changes', 'jsonb'],
  ['plugin', 'text'],
]);

/** Who acts, from where and on whose behalf, by the columns of an audit row. */
export function auditFacts(execution: Execution) {
  return { ...actorFacts(execution), ...callFacts(execution) };
}

function callFacts({ requestId, address }: Execution) {
  return { request_id: requestId, address };
}

function actorFacts({ principal, initiator, cause, reason, source }: Execution) {
  return {
    actor_kind: principal.kind,
    user_id: principal.userId,
    actor_name: principal.name,
    token_id: principal.tokenId,
    impersonator_id: principal.impersonator?.userId,
    impersonator_name: principal.impersonator?.name,
    initiator_id: initiator?.userId,
    initiator_name: initiator?.name,
    cause_kind: cause?.kind,
    cause_id: cause?.id,
    reason,
    source,
  };
}

/** What the audit rows of one principal's writes have in common, by their columns. */
export function auditCommon({ execution, model, action }: Write): Record<string, unknown> {
  return { ...actorFacts(execution), entity: model.id, action, plugin: model.plugin };
}

/** What besides is the same in the audit rows of one request. */
export function requestFacts({ execution, at }: Write): Record<string, unknown> {
  return { ...callFacts(execution), at };
}

/** What was done to a record, field by field: `{ field: [before, after] }` in wire form. */
export function auditRow(draft: Draft): object {
  return { id: uuid(), record_id: draft.id, changes: changesOf(draft) };
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
