import { withoutCatalog } from '../catalog/catalog-models.ts';
import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { TesseraError } from '../tessera-error.ts';
import { fieldAccess } from '../permissions/authorize.ts';
import { compilePredicate } from '../permissions/predicate.ts';
import type { Execution } from '../plugin/execution.ts';
import { columnTypes } from './columns.ts';
import { currentSql } from './database.ts';
import { isUuid } from './query-value.ts';
import type { Row } from './row.ts';
import { createParameters, quoteName, tableOf, type Parameters } from './sql-parameters.ts';
import { settleStanding } from './settle-standing.ts';
import {
  createDraft,
  entityName,
  store,
  type Draft,
  type Stored,
  type Write,
} from './write-draft.ts';
import { isWrite } from './audit.ts';

/** One item of a write to records that are there. */
export interface Target {
  readonly id: string;
  readonly ifVersion?: number | undefined;
}

/**
 * Reads the records that are to be written, whole, and says of each whether the principal may: one that it may not read
 * is missing, one that it may only read is not permitted. Settles who asks. `lock` keeps others from writing them meanwhile.
 */
export async function readTargets(
  write: Write,
  targets: readonly Target[],
  options: {
    readonly action: 'update' | 'delete';
    readonly deleted: boolean;
    readonly lock: boolean;
  },
): Promise<Draft[]> {
  const { execution, model } = write;
  const parameters = createParameters();
  const named = namedBy(targets, parameters);
  // A grant that names what is off reaches nothing, also here.
  const asking = withoutCatalog(execution);
  const asked = asking.assembly.models.get(model.id) ?? model;
  const readable = compilePredicate(asking, asked, 'read', 'r', parameters);
  const permitted = compilePredicate(asking, asked, options.action, 'r', parameters);
  const { standing } = execution;
  const isAsked = standing !== undefined && !standing.isSettled;
  const rows = await currentSql(execution).query(
    `select ${rowColumns(execution, model, 'r')}, (${readable}) as "$readable", (${permitted}) as "$permitted"
     ${isAsked ? `, ${standing.sql(parameters)} as "$standing"` : ''} from ${tableOf(model)} r where ${named} and (r.deleted_at is null or ${options.deleted})
     ${options.lock ? 'order by r.id for no key update of r' : ''}`,
    parameters.values,
  );
  const [first] = rows;
  if (isAsked && first) standing.settle(first['$standing'] as string | null);
  else await settleStanding(execution);
  const found = new Map(rows.map((row) => [row['id'] as string, row]));
  const drafts: Draft[] = [];
  for (const target of targets) {
    const row = found.get(target.id.toLowerCase());
    const stored = row && store(write, row);
    const draft = createDraft(row ? (row['id'] as string) : target.id, stored);
    if (!row || !row['$readable'])
      draft.error = errors.recordMissing({ entity: entityName(model), id: target.id });
    else if (!row['$permitted']) draft.error = notPermitted(write, options.action);
    else if (
      stored &&
      target.ifVersion !== undefined &&
      stored.record.version !== target.ifVersion
    ) {
      draft.error = await versionMismatch(write, stored, target.ifVersion);
    }
    drafts.push(draft);
  }
  return drafts;
}

/** One record is named as such: then every use of the statement has the same plan. */
function namedBy(targets: readonly Target[], parameters: Parameters): string {
  const [id, another] = targets.map((target) => target.id).filter(isUuid);
  return id !== undefined && another === undefined
    ? `r.id = ${parameters.bind(id, 'uuid')}`
    : `r.id = any(${parameters.bind(targets.map((target) => target.id).filter(isUuid), 'uuid[]')})`;
}

/** Reads records whole by a condition on one of their columns, without asking who may. */
export async function readStored(
  write: Write,
  column: string,
  values: readonly string[],
  condition: string,
  more: readonly unknown[] = [],
): Promise<Stored[]> {
  const rows = await currentSql(write.execution).query(
    `select ${rowColumns(write.execution, write.model, 'r')} from ${tableOf(write.model)} r
     where r.${quoteName(column)} = any($1::uuid[]) and ${condition} order by r.id for no key update of r`,
    [values, ...more],
  );
  return rows.map((row) => store(write, row));
}

function rowColumns(execution: Execution, model: EntityModel, alias: string): string {
  return [...columnTypes(model, execution.assembly.models).keys()]
    .map((column) => `${alias}.${quoteName(column)}`)
    .join(', ');
}

function notPermitted(write: Write, action: string): TesseraError {
  return errors.notPermitted({ action, entity: `this ${entityName(write.model)}` });
}

/** Tells which fields others have changed since; of those only what the principal may read. */
async function versionMismatch(
  write: Write,
  stored: Stored,
  expected: number,
): Promise<TesseraError> {
  const { model } = write;
  const execution = withoutCatalog(write.execution);
  const seen = execution.assembly.models.get(model.id) ?? model;
  const actual = stored.record.version;
  const rows = await currentSql(execution).query<{ changes: Row }>(
    `select changes from tessera.audit
     where record_id = $1 and entity = $2 and ${isWrite}
     order by id desc limit $3`,
    [stored.record.id, model.id, Math.max(actual - expected, 0)],
  );
  const names = new Set(rows.flatMap(({ changes }) => Object.keys(changes)));
  const changed = [...names]
    .filter((name) => fieldAccess(execution, seen, name) !== 'none')
    .toSorted();
  return errors.versionMismatch({ expected, actual, changed });
}
