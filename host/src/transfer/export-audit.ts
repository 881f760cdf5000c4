import {
  noteExportView,
  writeAuditEntry,
  type EntityModel,
  type Execution,
  type FieldChanges,
} from '@tessera/core';

/** What an export was of, as the audit keeps it. */
export interface ExportFacts {
  readonly format: string;
  readonly columns: readonly string[];
  readonly filter: unknown;
  readonly search: string | null;
  readonly rows: number;
}

/**
 * Writes an export down before its first byte leaves: what was taken out stands in the audit even when the client goes in between.
 * The row has an id of its own where others name a record. Sensitive fields among the columns were seen besides.
 * @param fields - names of the fields that are in the file
 */
export async function auditExport(
  execution: Execution,
  model: EntityModel,
  facts: ExportFacts,
  fields: readonly string[],
): Promise<void> {
  const changes: FieldChanges = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, [null, value]]),
  );
  await writeAuditEntry(execution, { entity: model.id, action: 'export', changes });
  await noteExportView(execution, model, fields, facts.rows);
}
