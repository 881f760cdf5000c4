import { valueType } from '../entities/column.ts';
import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, FieldModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
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

/** Brings the roll-ups up to date that the written records count in, where they were and where they are now. */
export async function refreshRollups(
  execution: Execution,
  model: EntityModel,
  drafts: readonly Touched[],
): Promise<void> {
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
  await refresh(execution, due, 1);
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
      return (await recalculate(inner, model, field, ids)).length;
    });
  }
}

async function refresh(
  execution: Execution,
  due: ReadonlyMap<EntityId, ReadonlyMap<string, ReadonlySet<string>>>,
  depth: number,
): Promise<void> {
  // One order for everybody, so that two writes never wait for each other.
  for (const [entity, fields] of [...due].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const model = execution.assembly.models.get(entity);
    if (!model) continue;
    await lockParents(execution, model, [
      ...new Set([...fields.values()].flatMap((ids) => [...ids])),
    ]);
    for (const [name, ids] of fields) {
      const field = model.fields.get(name);
      if (!field) continue;
      const changes = await recalculate(execution, model, field, [...ids]);
      announceAfterCommit(execution, changes);
      if (changes.length > 0 && depth < MAXIMUM_DEPTH)
        await refreshAbove(execution, model, field, changes, depth + 1);
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

/** In a statement of its own after the lock: so it sees what those committed who held the lock before. */
async function recalculate(
  execution: Execution,
  model: EntityModel,
  field: FieldModel,
  ids: readonly string[],
): Promise<Change[]> {
  const { models } = execution.assembly;
  const parameters = createParameters();
  const list = parameters.bind(ids, 'uuid[]');
  const value = rollupExpression(execution, field, 'q.id', parameters);
  const column = quoteName(field.columns.value);
  const rows = await currentSql(execution).query(
    `update ${tableOf(model)} p set ${column} = x.value
     from (select q.id, (${value})::${valueType(field, models)} as value from ${tableOf(model)} q where q.id = any(${list})) x
     where p.id = x.id and p.${column} is distinct from x.value returning p.id, p.version, p.${column}`,
    parameters.values,
  );
  return rows.map((row) => ({
    entity: model.id,
    id: row['id'] as string,
    action: 'updated',
    before: null,
    after: toRecord(model, row, [field], execution.assembly),
    changed: [field.name],
  }));
}

function rollupExpression(
  execution: Execution,
  field: FieldModel,
  parent: string,
  parameters: ReturnType<typeof createParameters>,
): string {
  const { rollup } = field;
  const child = rollup && execution.assembly.models.get(rollup.entity);
  const via = child?.fields.get(rollup?.via ?? '');
  if (!rollup || !child || !via) return 'null';
  // The rule is the entity's own: it counts what is there, whoever writes.
  const context = createQueryContext(execution, parameters, { trusted: true, prefix: 'rollup' });
  const source = createSource(context, child, 'c');
  const condition = rollup.filter ? compileFilter(source, rollup.filter as Filter) : 'true';
  const measured = child.fields.get(rollup.field ?? '')?.columns.value;
  const call =
    rollup.function === 'count' ? 'count(*)' : `${rollup.function}(c.${quoteName(measured ?? '')})`;
  const value = rollup.function === 'sum' ? `coalesce(${call}, 0)` : call;
  return (
    `select ${value} from ${tableOf(child)} c${fromClause(source)}` +
    ` where c.${quoteName(via.columns.value)} = ${parent} and c.deleted_at is null and ${condition}`
  );
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
