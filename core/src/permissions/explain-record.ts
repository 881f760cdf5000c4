import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { isUuid } from '../records/query-value.ts';
import { createParameters, quoteName, tableOf } from '../records/sql-parameters.ts';
import { reach } from './authorize.ts';
import { explainParents } from './explain-parents.ts';
import { explainShares } from './explain-shares.ts';
import type { DefaultStep, ExplainStep, Named, RecordStep, ScopeStep } from './explanation.ts';
import { compilePredicate, predicateParts, type PredicateReason } from './predicate.ts';
import { booleans } from './record-access.ts';
import { isSharedByDefault } from './sharing-default.ts';

/** Kept apart from the conditions of the roles: each has steps of its own. */
const TOLD_ELSEWHERE: ReadonlySet<PredicateReason> = new Set(['default', 'share', 'parent']);

interface Judged {
  readonly isDeleted: boolean;
  readonly isPermitted: boolean;
  readonly isReadable: boolean;
  readonly owner: Named | null;
  readonly team: Named | null;
  /** Whether each condition holds, in the order of the parts. */
  readonly holds: readonly boolean[];
}

/**
 * Whether the action may be done with a record, which the database decides by the same conditions as ever, and which of them hold. `asking` is
 * told of it, `asked` would do it.
 */
export async function explainRecord(
  asking: Execution,
  asked: Execution,
  model: EntityModel,
  id: string,
  action: string,
): Promise<{ readonly isPermitted: boolean; readonly steps: readonly ExplainStep[] }> {
  const found = isUuid(id) ? await judge(asked, model, id, action) : undefined;
  if (!found) return { isPermitted: false, steps: [recordStep('missing', undefined)] };
  const { row, reasons } = found;
  const isReadable = action === 'create' || row.isReadable;
  const isPermitted = row.isPermitted && isReadable && !row.isDeleted;
  const state = row.isDeleted ? 'deleted' : 'there';
  const hiding: ScopeStep = { kind: 'scope', outcome: 'denies', reason: 'notReadable' };
  const steps: ExplainStep[] = [
    ...scopeSteps(asked, model, action, reasons, row.holds),
    ...defaultSteps(asked, model, action),
    ...(await explainShares(asked, model, id, action)),
    ...(reasons.includes('parent') || model.options.shareVia !== undefined
      ? await explainParents(asking, asked, model, id, action)
      : []),
    ...(row.isPermitted && !isReadable ? [hiding] : []),
    recordStep(state, row),
  ];
  return { isPermitted, steps };
}

async function judge(
  asked: Execution,
  model: EntityModel,
  id: string,
  action: string,
): Promise<{ readonly row: Judged; readonly reasons: readonly PredicateReason[] } | undefined> {
  const parameters = createParameters();
  const key = parameters.bind(id, 'uuid');
  const permitted = compilePredicate(asked, model, action, 'r', parameters);
  const readable = compilePredicate(asked, model, 'read', 'r', parameters);
  const parts = predicateParts(asked, model, action, parameters, { alias: 'r' });
  const [row] = await currentSql(asked).query<Judged>(
    `select r.deleted_at is not null as "isDeleted", coalesce(${permitted}, false) as "isPermitted",
       coalesce(${readable}, false) as "isReadable", ${namedSql(model, 'owner', '"user"')} as owner,
       ${namedSql(model, 'team', 'team')} as team,
       ${booleans(parts.map(({ sql }) => sql))} as holds
     from ${tableOf(model)} r where r.id = ${key}`,
    parameters.values,
  );
  return row && { row, reasons: parts.map(({ reason }) => reason) };
}

/** The user or team that a system field of the row names. */
function namedSql(model: EntityModel, field: 'owner' | 'team', table: string): string {
  const column = model.owned ? model.fields.get(field)?.columns.value : undefined;
  if (!column) return 'null::jsonb';
  return `(select jsonb_build_object('id', n.id, 'name', n.name) from tessera.${table} n where n.id = r.${quoteName(column)})`;
}

function scopeSteps(
  execution: Execution,
  model: EntityModel,
  action: string,
  reasons: readonly PredicateReason[],
  holds: readonly boolean[],
): readonly ScopeStep[] {
  const { filters } = reach(execution, model, action);
  let filter = 0;
  return reasons.flatMap((reason, index): ScopeStep[] => {
    if (TOLD_ELSEWHERE.has(reason)) return [];
    const outcome = holds[index] ? 'grants' : 'noted';
    if (reason !== 'filter') return [{ kind: 'scope', outcome, reason }];
    const named = filters[filter++];
    return [{ kind: 'scope', outcome, reason, ...(named ? { filter: named } : {}) }];
  });
}

function defaultSteps(
  { principal }: Execution,
  model: EntityModel,
  action: string,
): readonly DefaultStep[] {
  if (!model.owned || (action !== 'read' && action !== 'update')) return [];
  const level = principal.sharing?.[model.id] ?? 'private';
  const isGranting = isSharedByDefault(principal, model, action);
  return [{ kind: 'default', outcome: isGranting ? 'grants' : 'noted', level }];
}

function recordStep(state: RecordStep['state'], row: Judged | undefined): RecordStep {
  return {
    kind: 'record',
    outcome: state === 'there' ? 'noted' : 'denies',
    state,
    owner: row?.owner ?? null,
    team: row?.team ?? null,
  };
}
