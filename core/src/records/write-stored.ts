import { withoutCatalog } from '../catalog/catalog-models.ts';
import { errors } from '../errors.ts';
import type { TesseraError } from '../tessera-error.ts';
import { fieldAccess } from '../permissions/authorize.ts';
import { currentSql } from './database.ts';
import { isUuid } from './query-value.ts';
import type { Row } from './row.ts';
import { quoteName, tableOf } from './sql-parameters.ts';
import { readTargetRows, rowColumns, type TargetOptions } from './target-rows.ts';
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
 * is missing, one that it may only read is not permitted. Settles who asks.
 */
export async function readTargets(
  write: Write,
  targets: readonly Target[],
  options: TargetOptions,
): Promise<Draft[]> {
  const { model } = write;
  const ids = targets.map(({ id }) => id.toLowerCase()).filter(isUuid);
  const found = await readTargetRows(write, ids, options);
  const drafts: Draft[] = [];
  for (const target of targets) {
    const row = found.get(target.id.toLowerCase());
    const stored = row && store(write, row.row);
    const draft = createDraft((stored?.read('id') as string | undefined) ?? target.id, stored);
    if (!row?.isReadable)
      draft.error = errors.recordMissing({ entity: entityName(model), id: target.id });
    else if (!row.isPermitted) draft.error = notPermitted(write, options.action);
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

/** Reads records whole by a condition on one of their columns, without asking who may. */
export async function readStored(
  write: Write,
  column: string,
  values: readonly string[],
  condition: string,
  more: readonly unknown[] = [],
): Promise<Stored[]> {
  const rows = await currentSql(write.execution).query(
    `select ${rowColumns(write, 'r')} from ${tableOf(write.model)} r
     where r.${quoteName(column)} = any($1::uuid[]) and ${condition} order by r.id for no key update of r`,
    [values, ...more],
  );
  return rows.map((row) => store(write, row));
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
