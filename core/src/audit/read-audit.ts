import type { EntityId } from '../entities/entity.ts';
import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Cause, Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { causeOf, personOf, type Actor } from '../records/history.ts';
import { isUuid } from '../records/query-value.ts';
import { readableChanges, type FieldChanges } from '../records/record-changes.ts';
import { noteChangesViews } from '../records/sensitive-views.ts';
import { compileAudit } from './audit-query.ts';
import { readAuditTitles } from './audit-titles.ts';
import { WRITES } from '../records/audit.ts';

/** Which entries of the audit; all that the reader may read when nothing is given. */
export interface AuditQuery {
  readonly entity?: string | undefined;
  /** Id of a record. */
  readonly record?: string | undefined;
  /** Id of the user who acted. */
  readonly user?: string | undefined;
  readonly action?: string | undefined;
  readonly source?: string | undefined;
  /** Kind of the actor. */
  readonly actor?: string | undefined;
  readonly request?: string | undefined;
  /** Name of a field that was changed or seen. */
  readonly field?: string | undefined;
  readonly plugin?: string | undefined;
  /** From this moment on, ISO 8601. */
  readonly from?: string | undefined;
  /** Before this moment. */
  readonly to?: string | undefined;
  /** Words in the names of those who acted, or in the reason. */
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  /** 1 to 500; 50 when not given. */
  readonly limit?: number | undefined;
}

/** An entry of the audit as the explorer shows it. */
export interface AuditItem {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly entity: string;
  /** Id of the record; of nothing where the entry is about no record. */
  readonly record: string;
  /** What the record is called now; null when it is gone. */
  readonly title: string | null;
  readonly action: string;
  readonly actor: Actor & { readonly tokenId: string | null };
  readonly impersonator: Pick<Actor, 'userId' | 'name'> | null;
  readonly initiator: Pick<Actor, 'userId' | 'name'> | null;
  readonly cause: Cause | null;
  readonly source: string;
  readonly address: string | null;
  readonly requestId: string | null;
  readonly reason: string | null;
  readonly plugin: string;
  readonly changes: FieldChanges;
  /** The seal that it is under; null while it waits for one. */
  readonly batch: number | null;
}

interface AuditRow {
  readonly id: string;
  readonly at: string;
  readonly entity: string;
  readonly record_id: string;
  readonly action: string;
  readonly actor_kind: string;
  readonly user_id: string | null;
  readonly actor_name: string;
  readonly token_id: string | null;
  readonly impersonator_id: string | null;
  readonly impersonator_name: string | null;
  readonly initiator_id: string | null;
  readonly initiator_name: string | null;
  readonly cause_kind: Cause['kind'] | null;
  readonly cause_id: string | null;
  readonly reason: string | null;
  readonly request_id: string | null;
  readonly address: string | null;
  readonly source: string;
  readonly changes: FieldChanges | null;
  readonly plugin: string;
  readonly batch: number | null;
}

const DEFAULT_LIMIT = 50;
const MAXIMUM_LIMIT = 500;

/**
 * A page of the audit, newest first: only entries about records that the principal may read, live or deleted, and of fields
 * that it may read. What is about no single record (an export, a group-by) is shown to whoever may read all of the entity.
 * Whether the principal may read the audit at all is the caller's to ask.
 * @throws TesseraError `CORE_REQUEST_INVALID` for a value that cannot be meant.
 */
export async function readAudit(
  execution: Execution,
  query: AuditQuery,
): Promise<{ readonly entries: readonly AuditItem[]; readonly next?: string }> {
  checkAuditQuery(query);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const { text, values } = compileAudit(execution, query, limit + 1);
  const rows = await currentSql(execution).query<AuditRow>(text, values);
  const shown = rows.slice(0, limit).map((row) => ({ ...row, changes: changesOf(execution, row) }));
  await noteChangesViews(
    execution,
    shown.flatMap(({ entity, record_id, changes }) => {
      const model = modelOf(execution, entity);
      return model ? [{ model, recordId: record_id, changes }] : [];
    }),
  );
  const titles = await readAuditTitles(execution, shown);
  const last = shown.at(-1);
  return {
    entries: shown.map((row) => toItem(row, titles.get(`${row.entity} ${row.record_id}`) ?? null)),
    ...(rows.length > limit && last ? { next: last.id } : {}),
  };
}

function modelOf({ assembly }: Execution, entity: string): EntityModel | undefined {
  return assembly.models.get(entity as EntityId);
}

/** A field that may not be read is gone; what is no field stays where the entry is no write of a record. */
function changesOf(execution: Execution, { entity, action, changes }: AuditRow): FieldChanges {
  const model = modelOf(execution, entity);
  if (!changes || !model) return changes ?? {};
  const readable = readableChanges(execution, model, changes);
  if (WRITES.has(action)) return readable;
  const others = Object.entries(changes).filter(([name]) => !model.fields.has(name));
  return { ...readable, ...Object.fromEntries(others) };
}

function toItem(row: AuditRow, title: string | null): AuditItem {
  return {
    id: row.id,
    at: row.at,
    entity: row.entity,
    record: row.record_id,
    title,
    action: row.action,
    actor: {
      kind: row.actor_kind,
      userId: row.user_id,
      name: row.actor_name,
      tokenId: row.token_id,
    },
    impersonator: personOf(row.impersonator_id, row.impersonator_name),
    initiator: personOf(row.initiator_id, row.initiator_name),
    cause: causeOf(row.cause_kind, row.cause_id),
    source: row.source,
    address: row.address,
    requestId: row.request_id,
    reason: row.reason,
    plugin: row.plugin,
    changes: row.changes ?? {},
    batch: row.batch,
  };
}

/** @throws TesseraError `CORE_REQUEST_INVALID` for a value that cannot be meant. */
export function checkAuditQuery({
  record,
  user,
  cursor,
  from,
  to,
  limit = DEFAULT_LIMIT,
}: AuditQuery): void {
  for (const [name, id] of Object.entries({ record, user, cursor })) {
    if (id !== undefined && !isUuid(id))
      throw errors.requestInvalid({ reason: `“${name}” is no id of this list.` });
  }
  for (const [name, moment] of Object.entries({ from, to })) {
    if (moment !== undefined && !isMoment(moment))
      throw errors.requestInvalid({
        reason: `“${name}” is no moment such as 2026-01-31T00:00:00Z.`,
      });
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > MAXIMUM_LIMIT)
    throw errors.requestInvalid({
      reason: `“limit” is a whole number from 1 to ${MAXIMUM_LIMIT}.`,
    });
}

function isMoment(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text) && !Number.isNaN(Date.parse(text))
  );
}
