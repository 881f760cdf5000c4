import { v7 as uuid } from 'uuid';
import type { Execution } from '../plugin/execution.ts';
import { auditColumns, auditFacts } from './audit.ts';
import { recordset } from './columns.ts';
import { currentSql } from './database.ts';
import type { FieldChanges } from './record-changes.ts';

/** What is to stand in the audit beside the writes of records: a sign-in, a share, an export, an erasure. */
export interface AuditEntry {
  /** What it is about, for example `tessera.user`; an entity's id where there is one. */
  readonly entity: string;
  /** The record that it is about; one of its own when not given, where there is none. */
  readonly recordId?: string | undefined;
  /** A verb, for example `share`. */
  readonly action: string;
  /** Before and after by name, in wire form; no secrets. */
  readonly changes?: FieldChanges | undefined;
  /** Id of the plugin that it belongs to; the entity's when not given. */
  readonly plugin?: string | undefined;
  /** Why; the execution's own when not given. */
  readonly reason?: string | undefined;
}

/** Writes what is no write of a record into the audit: in the running transaction where there is one, else at once. */
export async function writeAuditEntry(execution: Execution, entry: AuditEntry): Promise<void> {
  await writeAuditEntries(execution, [entry]);
}

/** Several entries in one statement. */
export async function writeAuditEntries(
  execution: Execution,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const names = [...auditColumns.keys()].join(', ');
  await currentSql(execution).query(
    `insert into tessera.audit (${names}) select ${names} from json_to_recordset($1::json) as r(${recordset(auditColumns)})`,
    [JSON.stringify(entries.map((entry) => entryRow(execution, entry)))],
  );
}

function entryRow(execution: Execution, entry: AuditEntry): object {
  const { entity, recordId, action, changes = {}, plugin, reason } = entry;
  const facts = auditFacts(execution);
  return {
    ...facts,
    id: uuid(),
    at: execution.assembly.clock.now().toISOString(),
    entity,
    record_id: recordId ?? uuid(),
    action,
    changes,
    plugin: plugin ?? entity.split('.', 1)[0],
    reason: reason ?? facts.reason,
  };
}
