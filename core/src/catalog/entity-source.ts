import type { Entity } from '../entities/entity.ts';
import { FieldBuilder, type FieldDefinition } from '../entities/field.ts';
import type { CatalogEntry } from '../entities/install.ts';
import type { EntitySource } from '../entities/resolve.ts';
import type { PluginDescription } from '../plugin/description.ts';

type PlainFields = Readonly<Record<string, FieldDefinition>>;

/** Entities and extension fields as values again, from the plain definitions of a description or of the catalog. */
export function sourceOf(described: PluginDescription | CatalogEntry): EntitySource {
  const isEntry = 'plugin' in described;
  const extensions = (isEntry ? described.extensions : described.extends) as Readonly<
    Record<string, PlainFields>
  >;
  return {
    manifest: { id: isEntry ? described.plugin : described.manifest.id },
    plugin: {
      entities: described.entities.map(
        (entity) => ({ ...entity, fields: built(entity['fields'] as PlainFields) }) as never,
      ) as Entity[],
      extends: Object.fromEntries(
        Object.entries(extensions).map(([entity, fields]) => [entity, built(fields)]),
      ),
    },
  };
}

function built(fields: PlainFields): Readonly<Record<string, FieldBuilder>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, definition]) => [name, new FieldBuilder(definition)]),
  );
}
