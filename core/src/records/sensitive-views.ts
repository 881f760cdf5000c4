import type { EntityModel } from '../entities/model.ts';
import { isReadable } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { writeAuditEntries, type AuditEntry } from './audit-entry.ts';
import type { FieldChanges } from './record-changes.ts';
import type { AnyRecord } from './records.ts';

/** What an entry says of a view: the names of the fields, and no value. */
const SEEN = [null, null] as const;

// What follows from a model; it goes when that goes.
const ofModels = new WeakMap<EntityModel, ReadonlySet<string>>();

/** Names of the fields of an entity whose reading is written down. */
export function sensitiveFields(model: EntityModel): ReadonlySet<string> {
  let names = ofModels.get(model);
  if (!names) {
    const sensitive = [...model.fields.values()].filter((field) => field.sensitive);
    ofModels.set(model, (names = new Set(sensitive.map(({ name }) => name))));
  }
  return names;
}

/**
 * Writes down that these records are about to be shown to the principal with values of sensitive fields; masked ones and what
 * the system reads for itself are none. To be awaited before the answer: what is not written down is not shown.
 */
export async function noteViews(
  execution: Execution,
  model: EntityModel,
  records: readonly AnyRecord[],
): Promise<void> {
  const names = shown(execution, model);
  if (names.length === 0) return;
  const entries = records.flatMap((record): AuditEntry[] => {
    const seen = names.filter((name) => (record[name] ?? null) !== null);
    return seen.length === 0 ? [] : [viewEntry(model, record.id, seen)];
  });
  await writeAuditEntries(execution, entries);
}

/** Values before and after a change of a record. */
export interface ShownChanges {
  readonly model: EntityModel;
  readonly recordId: string;
  readonly changes: FieldChanges;
}

/** Writes down that values before or after changes of records are about to be shown: one entry of each record. */
export async function noteChangesViews(
  execution: Execution,
  list: readonly ShownChanges[],
): Promise<void> {
  const groups = Map.groupBy(list, ({ model, recordId }) => `${model.id} ${recordId}`);
  const entries = [...groups.values()].flatMap((group): AuditEntry[] => {
    const [{ model, recordId }] = group as [ShownChanges];
    const seen = shown(execution, model).filter((name) =>
      group.some(({ changes }) => changes[name]?.some((value) => value !== null)),
    );
    return seen.length === 0 ? [] : [viewEntry(model, recordId, seen)];
  });
  await writeAuditEntries(execution, entries);
}

/** Writes down that sensitive values of many records are about to leave: one entry with how many records, or groups. */
export async function noteExportView(
  execution: Execution,
  model: EntityModel,
  fields: readonly string[],
  count: number,
): Promise<void> {
  const seen = shown(execution, model).filter((name) => fields.includes(name));
  if (seen.length === 0 || count === 0) return;
  await writeAuditEntries(execution, [countedEntry(model, seen, count)]);
}

/** Sensitive fields that were asked about, by entity. */
export type AskedFields = ReadonlyMap<EntityModel, ReadonlySet<string>>;

/**
 * Writes down that records were kept, put in order or counted by sensitive values: also an answer without them tells of them, and so
 * does that there is none.
 */
export async function noteAsked(
  execution: Execution,
  asked: AskedFields,
  count: number,
): Promise<void> {
  if (execution.principal.unlimited) return;
  const entries = [...asked].map(([model, names]) => countedEntry(model, [...names], count));
  await writeAuditEntries(execution, entries);
}

/** Names of the sensitive fields that the principal sees as they are. */
function shown(execution: Execution, model: EntityModel): string[] {
  if (execution.principal.unlimited) return [];
  return [...sensitiveFields(model)].filter((name) => {
    const field = model.fields.get(name);
    return field && isReadable(execution, model, field);
  });
}

function viewEntry(
  model: EntityModel,
  recordId: string | undefined,
  fields: readonly string[],
): AuditEntry {
  const changes = Object.fromEntries(fields.map((name) => [name, SEEN]));
  return { entity: model.id, recordId, action: 'view', changes };
}

/** Of many records at once: how many. */
function countedEntry(model: EntityModel, fields: readonly string[], count: number): AuditEntry {
  const entry = viewEntry(model, undefined, fields);
  return { ...entry, changes: { ...entry.changes, $count: [null, count] } };
}
