import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
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
  readonly source: string;
  readonly changes: FieldChanges;
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
  readonly source: string;
  readonly changes: FieldChanges | null;
}

const HISTORY = `
  select id, at, action, actor_kind, user_id, actor_name, source, changes
  from tessera.audit
  where entity = $1 and record_id = $2 and ($3::uuid is null or id < $3::uuid)
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
  const titles = createReferenceTitles(execution);
  for (const row of shown) noteReferences(model, row.changes, titles);
  await titles.read();
  const items = shown.map((row) => ({
    id: row.id,
    at: row.at,
    action: row.action,
    actor: { kind: row.actor_kind, userId: row.user_id, name: row.actor_name ?? '' },
    source: row.source,
    changes: withTitles(model, row.changes, titles),
  }));
  const last = items.at(-1);
  return { items, ...(rows.length > window.limit && last ? { next: last.id } : {}) };
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
