import { rememberColumns } from '../catalog/column-owners.ts';
import type { Database, Sql } from '../records/database.ts';
import type { CustomField } from './custom-fields.ts';
import { type Entity, fieldDefinitions } from './entity.ts';
import type { EntityModels } from './model.ts';
import { type EntitySource, resolveModels } from './resolve.ts';
import { applySchema } from './schema-runner.ts';

/**
 * Makes every table and column that plugins and custom fields need, and remembers their entities in the catalog.
 * What plugins that are not named have stays. A repeat changes nothing.
 * @param also - is written in the transaction of the tables, with the catalog
 * @throws TesseraError `CORE_PLUGIN_REJECTED`
 */
export async function installEntities(
  database: Database,
  plugins: readonly EntitySource[],
  custom: readonly CustomField[],
  also?: (sql: Sql) => Promise<void>,
): Promise<EntityModels> {
  const models = resolveModels(plugins, custom);
  const owner = plugins.map((source) => source.manifest.id).join(', ');
  await applySchema(database, owner, models, async (sql) => {
    for (const source of plugins) await remember(sql, source);
    await rememberColumns(sql, models);
    await also?.(sql);
  });
  return models;
}

/** What the catalog knows of a plugin that was installed, enabled or not. */
export interface CatalogEntry {
  readonly plugin: string;
  /** Entities with the plain definitions of their fields. */
  readonly entities: readonly Readonly<Record<string, unknown>>[];
  /** Plain definitions of extension fields, by entity and name. */
  readonly extensions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Every plugin that was ever installed. */
export async function readCatalog(sql: Sql): Promise<CatalogEntry[]> {
  return sql.query<CatalogEntry>(
    'select plugin, entities, extensions from tessera.catalog order by plugin',
  );
}

async function remember(sql: Sql, { manifest, plugin }: EntitySource): Promise<void> {
  const entities: readonly Entity[] = plugin.entities ?? [];
  await sql.query(
    `insert into tessera.catalog (plugin, entities, extensions) values ($1, $2, $3)
     on conflict (plugin) do update set entities = excluded.entities, extensions = excluded.extensions, changed_at = now()
     where (catalog.entities, catalog.extensions) is distinct from (excluded.entities, excluded.extensions)`,
    [
      manifest.id,
      JSON.stringify(
        entities.map((entity) => ({ ...entity, fields: fieldDefinitions(entity.fields) })),
      ),
      JSON.stringify(
        Object.fromEntries(
          Object.entries(plugin.extends ?? {}).map(([entity, fields]) => [
            entity,
            fieldDefinitions(fields),
          ]),
        ),
      ),
    ],
  );
}
