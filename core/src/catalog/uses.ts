import { readCustomFields } from '../entities/custom-fields.ts';
import type { EntityModels } from '../entities/model.ts';
import { schemaOf } from '../entities/naming.ts';
import type { SystemTables } from '../entities/system-tables.ts';
import type { Sql } from '../records/database.ts';
import { absoluteNames, pathsIn } from './absolute-names.ts';
import { readCatalogModels } from './catalog-models.ts';

/** Something that an administrator or user has made, and that names entities, fields or permissions of a plugin. */
export interface UsingDefinition {
  /** `view`, `role`, `automation`, … */
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  /** Id of the user that it belongs to; null when it is everybody's. */
  readonly owner: string | null;
  /** The names of the plugin that it uses, for example `customer.account.loyalty_tier`. */
  readonly names: readonly string[];
}

export const usesTables: SystemTables = {
  name: 'uses',
  steps: [
    `create table tessera.uses (
      kind text not null,
      definition text not null,
      title text not null,
      owner uuid,
      name text not null,
      primary key (kind, definition, name)
    );
    create index on tessera.uses (name text_pattern_ops)`,
  ],
};

/** Writes down what a definition uses, in place of what was written before. */
export async function writeUses(
  sql: Sql,
  of: {
    readonly kind: string;
    readonly definition: string;
    readonly title: string;
    readonly owner: string | null;
  },
  names: readonly string[],
): Promise<void> {
  await sql.query(
    `with gone as (delete from tessera.uses where kind = $1 and definition = $2 and name <> all($5))
     insert into tessera.uses (kind, definition, title, owner, name)
     select $1, $2, $3, $4::uuid, name from unnest($5::text[]) name
     on conflict (kind, definition, name) do update set title = excluded.title, owner = excluded.owner`,
    [of.kind, of.definition, of.title, of.owner, [...new Set(names)]],
  );
}

/** Forgets what a definition that has gone used. */
export async function removeUses(sql: Sql, kind: string, definition: string): Promise<void> {
  await sql.query('delete from tessera.uses where kind = $1 and definition = $2', [
    kind,
    definition,
  ]);
}

/** Everything that names something of the plugin, by kind and title: what is dormant while the plugin is off. */
export async function definitionsUsing(sql: Sql, id: string): Promise<UsingDefinition[]> {
  const belongs = namesOf(id);
  const written = await sql.query<UsingDefinition>(
    `select kind, definition as id, title, owner, array_agg(name order by name) as names
     from tessera.uses where name ~ $1 group by kind, definition, title, owner`,
    [belongs.source],
  );
  const found = [...written, ...(await rolesUsing(sql, belongs)), ...(await fieldsUsing(sql, id))];
  return found.toSorted(
    (one, other) =>
      one.kind.localeCompare(other.kind) ||
      one.title.localeCompare(other.title) ||
      one.id.localeCompare(other.id),
  );
}

/** Absolute names that belong to a plugin: `loyalty.…`, and its fields on entities of others, `….loyalty_tier`. */
function namesOf(id: string): RegExp {
  return new RegExp(`^${id}\\.|^[a-zA-Z0-9-]+\\.[a-zA-Z0-9]+\\.${schemaOf(id)}_[a-zA-Z0-9]+$`);
}

interface RoleRow {
  readonly id: string;
  readonly name: string;
  readonly grants: unknown;
  readonly permissions: unknown;
}

/** Roles say themselves what they use: nothing has to be written down, and nothing can be forgotten. */
async function rolesUsing(sql: Sql, belongs: RegExp): Promise<UsingDefinition[]> {
  const roles = await sql.query<RoleRow>(
    'select id, name, grants, permissions from tessera.role where deleted_at is null',
  );
  const models = await readCatalogModels(sql);
  return roles.flatMap(({ id, name, grants, permissions }) => {
    const all = [
      ...listOf(grants).flatMap((grant) => grantNames(models, grant)),
      ...listOf(permissions).filter((one) => typeof one === 'string'),
    ];
    const names = [...new Set(all)].filter((one) => belongs.test(one)).toSorted();
    return names.length > 0 ? [{ kind: 'role', id, title: name, owner: null, names }] : [];
  });
}

function grantNames(models: EntityModels, grant: unknown): readonly string[] {
  const { entity, actions, fields } = objectOf(grant);
  if (typeof entity !== 'string') return [];
  const paths = Object.values(objectOf(actions)).flatMap((scope) =>
    pathsIn(objectOf(scope)['filter']),
  );
  return absoluteNames(models, entity, [...Object.keys(objectOf(fields)), ...paths]);
}

/** Fields made in the UI on its entities, or that point to them. */
async function fieldsUsing(sql: Sql, id: string): Promise<UsingDefinition[]> {
  const fields = await readCustomFields(sql);
  return fields.flatMap(({ entity, name, definition }) => {
    const { target, targets = [], label } = definition;
    const names = [entity, ...(target ? [target] : []), ...targets].filter((one) =>
      one.startsWith(`${id}.`),
    );
    const full = `${entity}.x_${name}`;
    return names.length > 0
      ? [{ kind: 'field', id: full, title: label?.en ?? name, owner: null, names }]
      : [];
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
