import type { EntityModel } from '../entities/model.ts';
import { reach, reachesNothing } from '../permissions/authorize.ts';
import { predicateParts } from '../permissions/predicate.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { anyOf, createParameters, tableOf } from '../records/sql-parameters.ts';

/** Whether the principal may update the record by itself, and not merely because somebody shared it. */
export async function mayShareRecord(
  execution: Execution,
  model: EntityModel,
  id: string,
): Promise<boolean> {
  if (execution.principal.unlimited) return true;
  if (reachesNothing(reach(execution, model, 'read'))) return false;
  const parameters = createParameters();
  const record = parameters.bind(id, 'uuid');
  const parts = predicateParts(execution, model, 'update', parameters, { alias: 'r' });
  // What is shared is asked too, and thrown away: a value that no text names would fail the statement.
  const own = anyOf(parts.filter(({ reason }) => reason !== 'share').map(({ sql }) => sql));
  const shared = anyOf(parts.filter(({ reason }) => reason === 'share').map(({ sql }) => sql));
  if (own === 'false') return false;
  const [row] = await currentSql(execution).query<{ own: boolean }>(
    `select (${own}) is true as own, (${shared}) is true as shared from ${tableOf(model)} r where r.id = ${record} and r.deleted_at is null`,
    parameters.values,
  );
  return row?.own ?? false;
}
