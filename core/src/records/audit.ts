import type { Execution } from '../plugin/execution.ts';
import { newIds } from './new-ids.ts';
import type { LineColumn } from './row-lines.ts';
import { quoteText } from './sql-parameters.ts';
import { filledFields, type Draft, type Stored, type Write } from './write-draft.ts';

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

/** What each of the audit rows of records has for itself. */
export function auditLines(drafts: readonly Draft[]): LineColumn[] {
  return [
    { name: 'id', type: 'uuid', lines: newIds(drafts.length) },
    { name: 'record_id', type: 'uuid', lines: drafts.map(({ id }) => id) },
    { name: 'changes', type: 'jsonb', lines: drafts.map(changesText) },
  ];
}

/** Names of the fields that a new record came with. */
export function createdFields({ model }: Write, draft: Draft): string[] {
  return draft.after ? filledFields(model, draft.after) : [];
}

/** What was done to a record, field by field: `{ field: [before, after] }` in wire form, as JSON. */
function changesText({ before, after, changed }: Draft): string {
  const pairs = changed.map((name) => `"${name}":[${textOf(before, name)},${textOf(after, name)}]`);
  return `{${pairs.join(',')}}`;
}

function textOf(stored: Stored | undefined, name: string): string {
  return stored ? JSON.stringify(stored.read(name)) : 'null';
}
