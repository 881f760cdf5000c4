import type { EntityModel, Execution } from '@tessera/core';
import { v7 as uuid } from 'uuid';

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
 * The row has an id of its own where others name a record.
 */
export async function auditExport(
  execution: Execution,
  model: EntityModel,
  facts: ExportFacts,
): Promise<void> {
  const { principal, requestId, address, source, assembly } = execution;
  const changes = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, [null, value]]),
  );
  await assembly.database.query(
    `insert into tessera.audit
      (id, at, entity, record_id, action, actor_kind, user_id, actor_name, request_id, address, source, changes, plugin)
     values ($1, $2, $3, $4, 'export', $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      uuid(),
      assembly.clock.now(),
      model.id,
      uuid(),
      principal.kind,
      principal.userId,
      principal.name,
      requestId,
      address ?? null,
      source,
      JSON.stringify(changes),
      model.plugin,
    ],
  );
}
