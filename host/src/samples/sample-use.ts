import type { EntityId, EntityModel, EntityModels, FieldModel, Sql } from '@tessera/core';
import type { KeptRecord, SampleRecord } from './sample-store.ts';

/**
 * Which example records own records point to, and which example records those need in turn. What goes along with a record counts as own
 * only when somebody has made it after the example data.
 */
export async function findUsed(
  sql: Sql,
  models: EntityModels,
  records: readonly SampleRecord[],
  since: string,
): Promise<Map<string, KeptRecord>> {
  const doomed = new Set(records.map(({ record }) => record));
  const kept = new Map<string, KeptRecord>();
  const byEntity = Map.groupBy(records, ({ entity }) => entity);
  for (let found = true; found;) {
    found = false;
    for (const [entity, list] of byEntity) {
      const model = models.get(entity);
      const ids = list.map(({ record }) => record).filter((id) => doomed.has(id));
      if (!model || ids.length === 0) continue;
      for (const [record, keptBy] of await referrersOf(sql, models, model, ids, doomed, since)) {
        kept.set(record, { record, kept: 'used', keptBy });
        doomed.delete(record);
        found = true;
      }
    }
  }
  return kept;
}

async function referrersOf(
  sql: Sql,
  models: EntityModels,
  model: EntityModel,
  ids: readonly string[],
  doomed: ReadonlySet<string>,
  since: string,
): Promise<Map<string, EntityId>> {
  const found = new Map<string, EntityId>();
  for (const from of models.values()) {
    for (const field of from.fields.values()) {
      const where = pointer(field, model);
      if (!where) continue;
      const values: unknown[] = [ids, [...doomed]];
      if (field.onDelete === 'cascade') values.push(since);
      if (field.type === 'anyRef') values.push(model.id);
      const rows = await sql.query<{ target: string }>(
        `select distinct target from (select ${where.target} as target, f.id, f.deleted_at, f.created_at
           from ${quote(from.schema)}.${quote(from.table)} f where ${where.condition}) as s
         where deleted_at is null and target = any($1::uuid[]) and not (id = any($2::uuid[]))
         ${field.onDelete === 'cascade' ? 'and created_at >= $3' : ''}`,
        values,
      );
      for (const { target } of rows) if (!found.has(target)) found.set(target, from.id);
    }
  }
  return found;
}

/** How a field points to records of the entity; undefined when it does not. `$1` are the ids, the last value the entity. */
function pointer(
  field: FieldModel,
  model: EntityModel,
): { readonly target: string; readonly condition: string } | undefined {
  if (field.system || field.onDelete === 'clear') return undefined;
  const column = `f.${quote(field.columns.value)}`;
  const one = { target: column, condition: `${column} = any($1::uuid[])` };
  if (field.type === 'anyRef') {
    const last = field.onDelete === 'cascade' ? '$4' : '$3';
    return {
      ...one,
      condition: `${one.condition} and f.${quote(field.columns.entity ?? '')} = ${last}`,
    };
  }
  if (field.target !== model.id) return undefined;
  if (field.type === 'ref' || field.type === 'state') return one;
  return field.type === 'refs'
    ? { target: `unnest(${column})`, condition: `${column} && $1::uuid[]` }
    : undefined;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
