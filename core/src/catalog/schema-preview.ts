import type { CustomField } from '../entities/custom-fields.ts';
import { type EntitySource, resolveModels } from '../entities/resolve.ts';
import { planSchema } from '../entities/schema-plan.ts';
import { readShapes } from '../entities/schema-runner.ts';
import type { Sql } from '../records/database.ts';

/** The SQL that installing these plugins together would run. */
export interface SchemaPreview {
  /** In this order, in one transaction. */
  readonly statements: readonly string[];
  /** Beside the running system, after it. */
  readonly indexes: readonly string[];
}

/**
 * The exact SQL that installing these plugins would run now; nothing is changed by asking.
 * @param plugins - all that are to be there together: those that run, and the one that is planned
 * @throws TesseraError `CORE_PLUGIN_REJECTED` when they cannot be put together.
 */
export async function previewSchema(
  sql: Sql,
  plugins: readonly EntitySource[],
  custom: readonly CustomField[],
): Promise<SchemaPreview> {
  const plan = await planSchema(await readShapes(sql), resolveModels(plugins, custom));
  return { statements: plan.statements, indexes: plan.indexes.map(({ statement }) => statement) };
}
