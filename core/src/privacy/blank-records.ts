import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { columnTypes, recordset } from '../records/columns.ts';
import { currentSql } from '../records/database.ts';
import { createParameters, quoteName, tableOf } from '../records/sql-parameters.ts';
import { ERASED_BATCH } from './person.ts';
import { isStructure, neutralColumns } from './neutral-value.ts';

/** Columns of every record: when it was made and changed, and by whom. */
const OWN = new Set([
  'id',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'version',
  'deleted_at',
  'delete_batch',
  'source',
  'owner_id',
  'team_id',
]);

/**
 * Empties records that are deleted already, also columns of fields that nobody declares any more. What leads to other records stays, so
 * that the same again finds the same. No plugin hears of it: what was deleted is gone for them.
 */
export async function blankRecords(
  execution: Execution,
  model: EntityModel,
  ids: readonly string[],
): Promise<void> {
  const kept = new Set(OWN);
  for (const field of model.fields.values())
    if (isStructure(field))
      for (const column of Object.values<string>({ ...field.columns })) kept.add(column);
  const columns = (await columnsOf(execution, model)).filter((column) => !kept.has(column));
  const types = columnTypes(model, execution.assembly.models);
  const known = columns.filter((column) => types.has(column));
  const parameters = createParameters();
  const rows = ids.map((id) => blankRow(model, id, known));
  const bound = parameters.bind(JSON.stringify(rows), 'json');
  const input = new Map([
    ['id', 'uuid'],
    ...known.map((column): [string, string] => [column, types.get(column) ?? 'text']),
  ]);
  const at = parameters.bind(execution.assembly.clock.now(), 'timestamptz');
  const sets = [
    'version = t.version + 1',
    `updated_at = ${at}`,
    `deleted_at = coalesce(t.deleted_at, ${at})`,
    `delete_batch = '${ERASED_BATCH}'`,
    ...columns.map((column) =>
      types.has(column)
        ? `${quoteName(column)} = r.${quoteName(column)}`
        : `${quoteName(column)} = null`,
    ),
  ];
  await currentSql(execution).query(
    `update ${tableOf(model)} t set ${sets.join(', ')}
     from json_to_recordset(${bound}) as r(${recordset(input)})
     where t.id = r.id and t.delete_batch is distinct from '${ERASED_BATCH}'`,
    parameters.values,
  );
}

function blankRow(
  model: EntityModel,
  id: string,
  columns: readonly string[],
): Record<string, unknown> {
  const row: Record<string, unknown> = { id };
  for (const column of columns) row[column] = null;
  for (const field of model.fields.values()) {
    if (field.system || isStructure(field)) continue;
    Object.assign(row, neutralColumns(field, id, field.name === model.options.title));
  }
  return row;
}

async function columnsOf(execution: Execution, model: EntityModel): Promise<string[]> {
  const rows = await currentSql(execution).query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [tableOf(model)],
  );
  return rows.map(({ name }) => name);
}
