import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { createParameters, tableOf } from '../records/sql-parameters.ts';
import { reach, reachesNothing } from './authorize.ts';
import type { RecordAction } from './policy.ts';
import { compilePredicate, predicateParts, type PredicateReason } from './predicate.ts';

/** What a principal may do with one record. */
export interface RecordAccess {
  readonly actions: readonly RecordAction[];
  /** Why it may read it; empty when it may do nothing. */
  readonly because: readonly PredicateReason[];
}

const ACTIONS: readonly RecordAction[] = ['read', 'update', 'delete', 'export'];
const nothing: RecordAccess = { actions: [], because: [] };

/** What the principal of the execution may do with a live record, in one statement; what it cannot read it cannot touch. */
export async function recordAccess(
  execution: Execution,
  model: EntityModel,
  id: string,
): Promise<RecordAccess> {
  if (reachesNothing(reach(execution, model, 'read'))) return nothing;
  const parameters = createParameters();
  const key = parameters.bind(id, 'uuid');
  const permitted = ACTIONS.map((action) =>
    compilePredicate(execution, model, action, 'r', parameters),
  );
  const parts = predicateParts(execution, model, 'read', parameters, { alias: 'r' });
  const [row] = await currentSql(execution).query<Readonly<Record<'may' | 'holds', boolean[]>>>(
    `select ${booleans(permitted)} as may, ${booleans(parts.map(({ sql }) => sql))} as holds
     from ${tableOf(model)} r where r.id = ${key} and r.deleted_at is null`,
    parameters.values,
  );
  if (!row?.may[0]) return nothing;
  return {
    actions: ACTIONS.filter((_, index) => row.may[index]),
    because: [...new Set(parts.flatMap(({ reason }, index) => (row.holds[index] ? [reason] : [])))],
  };
}

/** Conditions as one array, in their order; what is not known does not hold. */
export function booleans(conditions: readonly string[]): string {
  return `array[${conditions.map((sql) => `coalesce(${sql}, false)`).join(', ')}]::boolean[]`;
}
