import { valueType } from '../entities/column.ts';
import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, FieldModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { shareRolledUp } from '../sharing/follow-writes.ts';
import { currentSql } from './database.ts';
import { compileFilter } from './filter-compiler.ts';
import type { Filter } from './filter.ts';
import { createQueryContext, createSource, fromClause } from './query-source.ts';
import type { Change } from './records.ts';
import { toRecord } from './row.ts';
import { createParameters, quoteName, tableOf } from './sql-parameters.ts';
import { announceAfterCommit, inTransaction } from './write-batch.ts';
import type { Draft } from './write-draft.ts';

/** Roll-ups over roll-ups that are followed. */
const MAXIMUM_DEPTH = 5;
/** Records whose roll-up is calculated in one transaction. */
const BATCH = 1000;

type Touched = Pick<Draft, 'before' | 'after' | 'changed'>;
/** Names of roll-ups and the records whose roll-ups they are, by entity. */
type Due = ReadonlyMap<EntityId, ReadonlyMap<string, ReadonlySet<string>>>;

/** Whether roll-ups of other records follow from the writes. */
export function feedsRollups(
  execution: Execution,
  model: EntityModel,
  drafts: readonly Touched[],
): boolean {
  return dueRollups(execution, model, drafts).size > 0;
}

/** Brings the roll-ups up to date that the written records count in, where they were and where they are now. */
export async function refreshRollups(
  execution: Execution,
  model: EntityModel,
  drafts: readonly Touched[],
): Promise<void> {
  await refresh(execution, dueRollups(execution, model, drafts), 1);
}

function dueRollups(execution: Execution, model: EntityModel, drafts: readonly Touched[]): Due {
  const due = new Map<EntityId, Map<string, Set<string>>>();
  for (const feed of model.feeds) {
    const field = execution.assembly.models.get(feed.entity)?.fields.get(feed.field);
    if (!field?.rollup) continue;
    const names = namesIn(field);
    const ids = new Set<string>();
    for (const { before, after, changed } of drafts) {
      if (
        before &&
        after &&
        isLive(before) &&
        isLive(after) &&
        !changed.some((name) => names.has(name))
      )
        continue;
      for (const stored of [before, after]) {
        const parent = stored?.record[feed.via];
        if (typeof parent === 'string') ids.add(parent);
      }
    }
    if (ids.size === 0) continue;
    const fields = due.get(feed.entity) ?? new Map<string, Set<string>>();
    due.set(feed.entity, fields.set(feed.field, ids));
  }
  return due;
}

/** Calculates a roll-up of every record anew, in batches; answers how many were wrong or new. */
export async function recalculateRollups(
  execution: Execution,
  model: EntityModel,
  fieldName: string,
): Promise<number> {
  const field = model.fields.get(fieldName);
  if (!field?.rollup) throw new Error(`${model.id}.${fieldName} is not a roll-up.`);
  let after = '00000000-0000-0000-0000-000000000000';
  for (let changed = 0; ;) {
    const rows = await currentSql(execution).query<{ id: string }>(
      `select id from ${tableOf(model)} where id > $1 order by id limit ${BATCH}`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) return changed;
    after = last.id;
    const ids = rows.map(({ id }) => id);
    changed += await inTransaction(execution, true, async (inner) => {
      await lockParents(inner, model, ids);
      const changes = await recalculate(inner, model, [field], ids);
      await shareRolledUp(inner, model, changes);
      return changes.length;
    });
  }
}

async function refresh(execution: Execution, due: Due, depth: number): Promise<void> {
  // One order for everybody, so that two writes never wait for each other.
  for (const [entity, names] of [...due].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const model = execution.assembly.models.get(entity);
    const fields = [...names.keys()].flatMap((name) => model?.fields.get(name) ?? []);
    if (!model || fields.length === 0) continue;
    const ids = [...new Set([...names.values()].flatMap((list) => [...list]))];
    await lockParents(execution, model, ids);
    const changes = await recalculate(execution, model, fields, ids);
    announceAfterCommit(execution, changes);
    await shareRolledUp(execution, model, changes);
    if (depth >= MAXIMUM_DEPTH) continue;
    for (const field of fields) {
      const own = changes.filter(({ changed }) => changed.includes(field.name));
      if (own.length > 0) await refreshAbove(execution, model, field, own, depth + 1);
    }
  }
}

/** Roll-ups that count in the one that changed. */
async function refreshAbove(
  execution: Execution,
  model: EntityModel,
  changed: FieldModel,
  changes: readonly Change[],
  depth: number,
): Promise<void> {
  for (const { entity, field: name, via } of model.feeds) {
    const field = execution.assembly.models.get(entity)?.fields.get(name);
    const column = model.fields.get(via)?.columns.value;
    if (!field || !column || !namesIn(field).has(changed.name)) continue;
    const rows = await currentSql(execution).query<{ parent: string }>(
      `select distinct ${quoteName(column)} as parent from ${tableOf(model)} where id = any($1::uuid[]) and ${quoteName(column)} is not null`,
      [changes.map(({ id }) => id)],
    );
    const ids = new Set(rows.map(({ parent }) => parent));
    if (ids.size > 0) await refresh(execution, new Map([[entity, new Map([[name, ids]])]]), depth);
  }
}

/** Not FOR UPDATE: the foreign keys of two new children of one parent would wait for each other. */
async function lockParents(
  execution: Execution,
  model: EntityModel,
  ids: readonly string[],
): Promise<void> {
  await currentSql(execution).query(
    `select id from ${tableOf(model)} where id = any($1::uuid[]) order by id for no key update`,
    [ids],
  );
}

/**
 * In a statement of its own after the lock: so it sees what those committed who held the lock before. Roll-ups over the same records share
 * one look at them.
 */
async function recalculate(
  execution: Execution,
  model: EntityModel,
  fields: readonly FieldModel[],
  ids: readonly string[],
): Promise<Change[]> {
  const { models } = execution.assembly;
  const parameters = createParameters();
  const list = parameters.bind(ids, 'uuid[]');
  const alike = Map.groupBy(fields, ({ rollup }) =>
    JSON.stringify([rollup?.entity, rollup?.via, rollup?.filter]),
  );
  const ordered = [...alike.values()].flat();
  const scans = [...alike.values()].map((group, index) =>
    scanOf(execution, group, index, parameters),
  );
  const columns = ordered.map((field) => quoteName(field.columns.value));
  const values = scans.flatMap(({ calls }) => calls);
  const news = ordered.map((field, at) => `(${values[at]})::${valueType(field, models)} as v${at}`);
  const olds = columns.map((column, at) => `q.${column} as o${at}`);
  const differs = columns.map((_, at) => `x.v${at} is distinct from x.o${at}`);
  const rows = await currentSql(execution).query(
    `update ${tableOf(model)} p set ${columns.map((column, at) => `${column} = x.v${at}`).join(', ')}
     from (select q.id, ${[...news, ...olds].join(', ')} from ${tableOf(model)} q${scans.map(({ sql }) => sql).join('')} where q.id = any(${list})) x
     where p.id = x.id and (${differs.join(' or ')})
     returning p.id, p.version, ${columns.map((column) => `p.${column}`).join(', ')}, ${differs.map((differ, at) => `${differ} as "$${at}"`).join(', ')}`,
    parameters.values,
  );
  return rows.map((row) => ({
    entity: model.id,
    id: row['id'] as string,
    action: 'updated',
    before: null,
    after: toRecord(model, row, ordered, execution.assembly),
    changed: ordered.filter((_, at) => row[`$${at}`] === true).map(({ name }) => name),
  }));
}

/** One look at the records that roll-ups of the same filter are over; `calls` are their values. */
function scanOf(
  execution: Execution,
  fields: readonly FieldModel[],
  index: number,
  parameters: ReturnType<typeof createParameters>,
): { readonly sql: string; readonly calls: readonly string[] } {
  const rollup = fields[0]?.rollup;
  const child = rollup && execution.assembly.models.get(rollup.entity);
  const via = child?.fields.get(rollup?.via ?? '');
  if (!rollup || !child || !via) return { sql: '', calls: fields.map(() => 'null') };
  // The rule is the entity's own: it counts what is there, whoever writes.
  const context = createQueryContext(execution, parameters, {
    trusted: true,
    prefix: `rollup${index}_`,
  });
  const source = createSource(context, child, 'c');
  const condition = rollup.filter ? compileFilter(source, rollup.filter as Filter) : 'true';
  const calls = fields.map((field, at) => `${callOf(field, child)} as v${at}`);
  return {
    calls: fields.map((_, at) => `s${index}.v${at}`),
    sql:
      ` cross join lateral (select ${calls.join(', ')} from ${tableOf(child)} c${fromClause(source)}` +
      ` where c.${quoteName(via.columns.value)} = q.id and c.deleted_at is null and ${condition}) s${index}`,
  };
}

function callOf({ rollup }: FieldModel, child: EntityModel): string {
  if (!rollup || rollup.function === 'count') return 'count(*)';
  const measured = child.fields.get(rollup.field ?? '')?.columns.value;
  const call = `${rollup.function}(c.${quoteName(measured ?? '')})`;
  return rollup.function === 'sum' ? `coalesce(${call}, 0)` : call;
}

/** Fields of the counted entity that the roll-up depends on. */
function namesIn({ rollup }: FieldModel): ReadonlySet<string> {
  const names = new Set<string>();
  if (!rollup) return names;
  names.add(rollup.via);
  if (rollup.field !== undefined) names.add(rollup.field);
  const visit = (filter: unknown): void => {
    if (Array.isArray(filter)) return filter.forEach(visit);
    if (typeof filter !== 'object' || filter === null) return;
    for (const [key, value] of Object.entries(filter)) {
      if (key === 'and' || key === 'or' || key === 'not') visit(value);
      else names.add(key.split('.')[0] ?? key);
    }
  };
  visit(rollup.filter);
  return names;
}

function isLive(stored: NonNullable<Draft['before']>): boolean {
  return (stored.row['deleted_at'] ?? null) === null;
}
