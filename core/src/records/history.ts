import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Cause, Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import { isUuid } from './query-value.ts';
import { readRecord } from './read.ts';
import {
  noteReferences,
  readableChanges,
  withTitles,
  type FieldChanges,
} from './record-changes.ts';
import { createReferenceTitles } from './reference-titles.ts';
import { noteChangesViews } from './sensitive-views.ts';

/** Who did something, as history and timeline tell it. */
export interface Actor {
  readonly kind: string;
  readonly userId: string | null;
  readonly name: string;
}

/** One write to a record. */
export interface HistoryItem {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly action: string;
  readonly actor: Actor;
  /** Who set it off, where plugin code went on as the system. */
  readonly initiator: Pick<Actor, 'userId' | 'name'> | null;
  /** Who looked through the actor's eyes. */
  readonly impersonator: Pick<Actor, 'userId' | 'name'> | null;
  /** What it was done on behalf of. */
  readonly cause: Cause | null;
  readonly source: string;
  readonly requestId: string | null;
  /** In the words of whoever did it. */
  readonly reason: string | null;
  /** Before and after, with references as `{ id, entity, title }`. */
  readonly changes: FieldChanges;
  /** Before and after in wire form, as a write takes them: with the value before, an update takes the change back. */
  readonly values: FieldChanges;
}

/** Where a page begins (a cursor of the page before) and how many items it has. */
export interface HistoryWindow {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface AuditRow {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actor_kind: string;
  readonly user_id: string | null;
  readonly actor_name: string | null;
  readonly initiator_id: string | null;
  readonly initiator_name: string | null;
  readonly impersonator_id: string | null;
  readonly impersonator_name: string | null;
  readonly cause_kind: Cause['kind'] | null;
  readonly cause_id: string | null;
  readonly source: string;
  readonly request_id: string | null;
  readonly reason: string | null;
  readonly changes: FieldChanges | null;
}

// Who has looked at it stands in the audit alone: it is no change, and there is much of it.
const HISTORY = `
  select id, at, action, actor_kind, user_id, actor_name, initiator_id, initiator_name, impersonator_id, impersonator_name,
    cause_kind, cause_id, source, request_id, reason, changes
  from tessera.audit
  where entity = $1 and record_id = $2 and action <> 'view' and ($3::uuid is null or id < $3::uuid)
  order by id desc limit $4`;

/**
 * The writes to a record that the principal may read, also while it lies in the recycle bin, newest first.
 * @throws TesseraError `CORE_RECORD_MISSING`, `CORE_REQUEST_INVALID` for a foreign cursor.
 */
export async function readHistory(
  execution: Execution,
  model: EntityModel,
  id: string,
  window: HistoryWindow,
): Promise<{ readonly items: readonly HistoryItem[]; readonly next?: string }> {
  await requireReadable(execution, model, id);
  if (window.cursor !== undefined && !isUuid(window.cursor)) {
    throw errors.requestInvalid({ reason: 'the cursor is not one of this list.' });
  }
  const rows = await currentSql(execution).query<AuditRow>(HISTORY, [
    model.id,
    id,
    window.cursor ?? null,
    window.limit + 1,
  ]);
  const shown = rows.slice(0, window.limit).map((row) => ({
    ...row,
    changes: readableChanges(execution, model, row.changes ?? {}),
  }));
  await noteChangesViews(
    execution,
    shown.map(({ changes }) => ({ model, recordId: id, changes })),
  );
  const titles = createReferenceTitles(execution);
  for (const row of shown) noteReferences(model, row.changes, titles);
  await titles.read();
  const items = shown.map((row) => toItem(row, withTitles(model, row.changes, titles)));
  const last = items.at(-1);
  return { items, ...(rows.length > window.limit && last ? { next: last.id } : {}) };
}

function toItem(row: AuditRow, titled: FieldChanges): HistoryItem {
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    actor: { kind: row.actor_kind, userId: row.user_id, name: row.actor_name ?? '' },
    initiator: personOf(row.initiator_id, row.initiator_name),
    impersonator: personOf(row.impersonator_id, row.impersonator_name),
    cause: causeOf(row.cause_kind, row.cause_id),
    source: row.source,
    requestId: row.request_id,
    reason: row.reason,
    changes: titled,
    values: row.changes ?? {},
  };
}

/** Somebody that an entry of the audit names beside the actor. */
export function personOf(
  userId: string | null,
  name: string | null,
): Pick<Actor, 'userId' | 'name'> | null {
  return userId === null && name === null ? null : { userId, name: name ?? '' };
}

/** What an entry of the audit was done on behalf of. */
export function causeOf(kind: Cause['kind'] | null, id: string | null): Cause | null {
  return kind === null || id === null ? null : { kind, id };
}

/** @throws TesseraError `CORE_RECORD_MISSING` unless the principal may read the record, live or deleted. */
export async function requireReadable(
  execution: Execution,
  model: EntityModel,
  id: string,
): Promise<void> {
  const fields = { fields: ['id'] };
  const record =
    (await readRecord(execution, model, id, fields)) ??
    (await readRecord(execution, model, id, { ...fields, deleted: true }));
  if (!record) throw errors.recordMissing({ entity: model.id, id });
}
