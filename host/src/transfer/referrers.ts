import type { EntityModel, EntityModels, FieldModel, Sql } from '@tessera/core';

/**
 * Which of the records are pointed to by live records that are not among `except`, and by what: the plural of the first entity that
 * was found. Looks at every entity and every kind of reference, owners and teams too, without regard to what one may see: what is
 * in use is in use. What goes along with a record and came into being with it, in an import, is no use of it.
 */
export async function findReferrers(
  sql: Sql,
  models: EntityModels,
  model: EntityModel,
  ids: readonly string[],
  except: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const from of models.values()) {
    const conditions = [...from.fields.values()].flatMap((field) => pointer(field, model) ?? []);
    if (conditions.length === 0) continue;
    const sources = conditions.map(
      ({ targets, where }) =>
        `select target from ${quote(from.schema)}.${quote(from.table)} f cross join lateral ${targets} as t(target)
         where f.deleted_at is null and not (f.id = any($2::uuid[])) and ${where}`,
    );
    const values = [
      ids,
      [...except],
      ...(sources.some((text) => text.includes('$3')) ? [model.id] : []),
    ];
    const rows = await sql.query<{ target: string }>(
      `select distinct target from (${sources.join(' union all ')}) as s where target = any($1::uuid[])`,
      values,
    );
    for (const { target } of rows) {
      if (!found.has(target)) found.set(target, from.options.plural.en.toLowerCase());
    }
  }
  return found;
}

/** How a field points to records of the entity; undefined when it does not. `$1` are the ids, `$3` the entity. */
function pointer(
  field: FieldModel,
  model: EntityModel,
): { readonly targets: string; readonly where: string } | undefined {
  if (field.system && field.name !== 'owner' && field.name !== 'team') return undefined;
  const column = `f.${quote(field.columns.value)}`;
  const use = field.onDelete === 'cascade' ? ` and ${ON_ITS_OWN}` : '';
  const one = { targets: `(values (${column}))`, where: `${column} = any($1::uuid[])${use}` };
  switch (field.type) {
    case 'ref':
    case 'state':
      return field.target === model.id ? one : undefined;
    case 'user':
      return model.id === 'tessera.user' ? one : undefined;
    case 'team':
      return model.id === 'tessera.team' ? one : undefined;
    case 'refs':
      return field.target === model.id
        ? { targets: `unnest(${column})`, where: `${column} && $1::uuid[]` }
        : undefined;
    case 'anyRef':
      return { ...one, where: `${one.where} and f.${quote(field.columns.entity ?? '')} = $3` };
    default:
      return undefined;
  }
}

/** Somebody wrote the record by hand, or it is itself a row of an import. */
const ON_ITS_OWN = `(exists (select from tessera.import_row i where i.record = f.id)
  or not exists (select from tessera.audit a where a.record_id = f.id and a.action = 'create' and a.source = 'import')
  or exists (select from tessera.audit a where a.record_id = f.id and a.source <> 'import'))`;

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
