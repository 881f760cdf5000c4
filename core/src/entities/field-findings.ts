import type { EntityId } from './entity.ts';
import type { FieldModel } from './model.ts';
import type { Finding } from './finding.ts';
import type { Draft, Drafts } from './relations.ts';

/** What is wrong with an entity in itself: its title, its lists of field names, its states. */
export function definitionFindings(draft: Draft): string[] {
  const { options, fields, id } = draft;
  const named: [string, readonly string[]][] = [
    ['title', [options.title]],
    ['subtitle', options.subtitle ?? []],
    ['indexes', (options.indexes ?? []).flat()],
    ['uniques', (options.uniques ?? []).flat()],
    ['shareVia', options.shareVia ? [options.shareVia] : []],
    ['timeline', options.timeline ? [...options.timeline.via, options.timeline.at] : []],
    ['states', options.states ? ['key', 'kind', 'order'] : []],
    ['person', Object.values<string>({ ...options.person })],
  ];
  const unknown = named.flatMap(([what, names]) =>
    names
      .filter((name) => !fields.has(name))
      .map((name) => `${id}: ${what} names “${name}”, which is not a field`),
  );
  // They stand wherever the record is mentioned, where nobody writes down who has seen them.
  const shown = [options.title, ...(options.subtitle ?? [])]
    .filter((name) => fields.get(name)?.sensitive)
    .map((name) => `${id}: “${name}” is sensitive, so it is no title or subtitle`);
  return [...unknown, ...shown];
}

/** What is wrong with the references of an entity, once every entity is known. */
export function referenceFindings(draft: Draft, drafts: Drafts): Finding[] {
  return [...draft.fields.values()].flatMap((field) =>
    field.system
      ? []
      : reasonsOf(draft, field, drafts).map((reason) => ({ plugin: field.plugin, reason })),
  );
}

function reasonsOf(draft: Draft, field: FieldModel, drafts: Drafts): string[] {
  const path = `${draft.id}.${field.name}`;
  switch (field.type) {
    case 'ref':
    case 'refs':
      return isKnown(field, drafts) ? [] : [`${path} points to the unknown entity ${field.target}`];
    case 'state':
      return stateReasons(path, draft, field, drafts);
    case 'choice':
    case 'choices':
      return optionReasons(path, field);
    default:
      return [];
  }
}

function isKnown(field: FieldModel, drafts: Drafts): boolean {
  return field.soft === true || drafts.has(field.target as EntityId);
}

function stateReasons(path: string, draft: Draft, field: FieldModel, drafts: Drafts): string[] {
  const states = drafts.get(field.target as EntityId);
  if (!states) return field.soft ? [] : [`${path} points to the unknown entity ${field.target}`];
  if (!states.options.states)
    return [`${path} points to ${field.target}, whose rows are not states`];
  if (field.within === undefined) return [];
  return [draft, states]
    .filter((entity) => !entity.fields.has(field.within as string))
    .map((entity) => `${path} is within “${field.within}”, which ${entity.id} does not have`);
}

function optionReasons(path: string, field: FieldModel): string[] {
  const keys = (field.options ?? []).map((option) => option.key);
  if (!keys.length) return [`${path} has nothing to choose from`];
  return new Set(keys).size === keys.length ? [] : [`${path} has two options with one key`];
}
