import type { Plugin } from '../plugin/plugin.ts';
import { boardFindings } from './board-findings.ts';
import { columnsOf, snakeCase } from './column.ts';
import type { CustomField } from './custom-fields.ts';
import { type Entity, type EntityId, fieldDefinitions } from './entity.ts';
import type { FieldDefinition } from './field.ts';
import { type Finding, rejection } from './finding.ts';
import type { EntityModels, FieldModel } from './model.ts';
import {
  entityNameFindings,
  fieldNameFindings,
  humanName,
  pluginIdFindings,
  schemaOf,
} from './naming.ts';
import { definitionFindings, referenceFindings } from './field-findings.ts';
import { connectFeeds, connectRelations, type Draft } from './relations.ts';
import { systemFields } from './system-fields.ts';

/** A plugin's value with the id of its manifest: all that its entities depend on. */
export interface EntitySource {
  readonly manifest: { readonly id: string };
  readonly plugin: Pick<Plugin, 'entities' | 'extends'>;
}

/**
 * Puts the entities of plugins together, in the order given: own fields, extensions of others, custom fields.
 * Extensions of an entity that is not there wait for it, and so do custom fields.
 * @throws TesseraError `CORE_PLUGIN_REJECTED` with everything that was found wrong.
 */
export function resolveModels(
  plugins: readonly EntitySource[],
  custom: readonly CustomField[],
): EntityModels {
  const { models, findings } = examineModels(plugins, custom);
  if (findings.length) throw rejection(findings);
  return models;
}

/** Like {@link resolveModels}, but answers what is wrong and leaves it out. */
function examineModels(
  plugins: readonly EntitySource[],
  custom: readonly CustomField[],
): { models: EntityModels; findings: readonly Finding[] } {
  const drafts = new Map<EntityId, Draft>();
  const findings: Finding[] = [];
  for (const source of plugins) findings.push(...addEntities(drafts, source));
  for (const source of plugins) findings.push(...addExtensions(drafts, source));
  for (const field of custom) addCustom(drafts, field);
  for (const draft of drafts.values())
    findings.push(...referenceFindings(draft, drafts), ...boardFindings(draft, drafts));
  findings.push(...connectRelations(drafts), ...connectFeeds(drafts));
  // Custom fields were checked when they were made: what has become of their targets since stops nobody.
  return { models: drafts, findings: findings.filter((finding) => finding.plugin !== 'x') };
}

function addEntities(drafts: Map<EntityId, Draft>, { manifest, plugin }: EntitySource): Finding[] {
  const reasons: string[] = [];
  const entities: readonly Entity[] = plugin.entities ?? [];
  if (entities.length) reasons.push(...pluginIdFindings(manifest.id));
  const paths = new Set<string>();
  for (const entity of entities) {
    reasons.push(...entityNameFindings(manifest.id, entity.id, entity.path));
    if (paths.has(entity.path)) reasons.push(`two entities have the path “${entity.path}”`);
    paths.add(entity.path);
    if (drafts.has(entity.id)) {
      reasons.push(`the entity ${entity.id} is declared twice`);
      continue;
    }
    const draft = makeDraft(manifest.id, entity);
    drafts.set(entity.id, draft);
    for (const [name, definition] of Object.entries(fieldDefinitions(entity.fields)))
      reasons.push(...addField(draft, name, name, definition, manifest.id));
    reasons.push(...definitionFindings(draft));
  }
  return reasons.map((reason) => ({ plugin: manifest.id, reason }));
}

function addExtensions(
  drafts: Map<EntityId, Draft>,
  { manifest, plugin }: EntitySource,
): Finding[] {
  const reasons: string[] = [];
  for (const [id, fields] of Object.entries(plugin.extends ?? {})) {
    const draft = drafts.get(id as EntityId);
    if (!draft) continue;
    if (draft.plugin === manifest.id)
      reasons.push(`${id} is the plugin's own entity: give it the fields directly`);
    for (const [name, definition] of Object.entries(fieldDefinitions(fields)))
      reasons.push(
        ...addField(draft, name, `${schemaOf(manifest.id)}_${name}`, definition, manifest.id),
      );
  }
  return reasons.map((reason) => ({ plugin: manifest.id, reason }));
}

function addCustom(drafts: Map<EntityId, Draft>, { entity, name, definition }: CustomField): void {
  const draft = drafts.get(entity);
  if (!draft) return;
  const target = definition.target;
  // Its target belongs to a plugin that may be off: until that is back the field reads as null.
  const soft = target && !drafts.has(target) ? { soft: true } : {};
  addField(draft, name, `x_${name}`, { ...definition, ...soft }, 'x');
}

function makeDraft(plugin: string, entity: Entity): Draft {
  const { id, ...options } = entity;
  const owned = entity.owned ?? true;
  return {
    id,
    plugin,
    schema: schemaOf(plugin),
    table: snakeCase(id.slice(id.indexOf('.') + 1)),
    options,
    owned,
    fields: new Map(systemFields(owned).map((field) => [field.name, field])),
    relations: new Map(),
    uniques: entity.uniques ?? [],
    feeds: [],
  };
}

function addField(
  draft: Draft,
  name: string,
  full: string,
  definition: FieldDefinition,
  plugin: string,
): string[] {
  const reasons = fieldNameFindings(name, full, draft.owned).map(
    (reason) => `${draft.id}: ${reason}`,
  );
  const prefix = full.slice(0, full.length - name.length);
  const columns = columnsOf(definition, `${prefix}${snakeCase(name)}`);
  const taken = columnNames(draft);
  const clash = Object.values<string>({ ...columns }).find((column) => taken.has(column));
  if (clash) reasons.push(`${draft.id}: the column “${clash}” of the field “${full}” is taken`);
  if (reasons.length) return reasons;
  const label = definition.label ?? { en: humanName(name) };
  draft.fields.set(full, { ...definition, label, name: full, columns, plugin, system: false });
  return [];
}

function columnNames(draft: Draft): ReadonlySet<string> {
  const names = [...draft.fields.values()].flatMap((field: FieldModel) =>
    Object.values<string>({ ...field.columns }),
  );
  return new Set([...names, 'delete_batch']);
}
