import type { AppMeta, EntityMeta, FieldMeta } from '@tessera/core';
import { findField, isEditable } from '../field/field-kind.ts';
import { richTextPlain } from '../rich-text/field-rich-text-plain.ts';

/** Where a short record about another can be written: its entity, and the field that points back. */
export interface Composable {
  readonly entity: EntityMeta;
  readonly via: FieldMeta;
}

/** What can be written about a record: every entity of the timeline that may point to it and that this person may make. */
export function findComposable(meta: AppMeta, about: EntityMeta): readonly Composable[] {
  return meta.entities
    .filter(({ timeline, actions, id }) => timeline && actions.create && id !== about.id)
    .flatMap((entity) => {
      const via = pointsBy(entity, about);
      return via ? [{ entity, via }] : [];
    });
}

/** One way to write: an entity, and the kind where it has kinds. */
export interface Mode extends Composable {
  /** Key of the kind; empty where there is none to choose. */
  readonly kind: string;
}

/** Every entity by its kinds, in their order. */
export function modesOf(composable: readonly Composable[]): readonly Mode[] {
  return composable.flatMap((one) => {
    const kinds = kindField(one.entity)?.options?.filter(({ active }) => active !== false);
    return kinds?.length ? kinds.map(({ key }) => ({ ...one, kind: key })) : [{ ...one, kind: '' }];
  });
}

/** The field of an entity that may point to records of the other; named relations go first. */
function pointsBy(entity: EntityMeta, about: EntityMeta): FieldMeta | undefined {
  const relation = about.relations.find((candidate) => candidate.entity === entity.id);
  const named = relation && findField(entity, relation.via);
  if (named && isEditable(named)) return named;
  return entity.fields.find((field) => {
    if (!isEditable(field)) return false;
    if (field.type === 'anyRef') return field.targets?.includes(about.id) ?? true;
    return (field.type === 'ref' || field.type === 'refs') && field.target === about.id;
  });
}

/** A reference to a record as the field that points to it takes it. */
export function pointingValue(
  via: FieldMeta,
  about: { readonly entity: string; readonly id: string },
): unknown {
  if (via.type === 'anyRef') return { entity: about.entity, id: about.id };
  return via.type === 'refs' ? [about.id] : about.id;
}

/** The required choice that says what kind of record it is, if it has one. */
export function kindField(entity: EntityMeta): FieldMeta | undefined {
  return entity.fields.find(
    (field) => field.type === 'choice' && field.required && isEditable(field),
  );
}

/** The field of long text, if it has one. */
export function bodyField(entity: EntityMeta): FieldMeta | undefined {
  return entity.fields.find(
    (field) => (field.multiline || field.type === 'richText') && field.name !== entity.title,
  );
}

export interface Composition {
  readonly entity: EntityMeta;
  readonly via: FieldMeta;
  readonly about: { readonly entity: string; readonly id: string };
  readonly text: string;
  /** Key of the chosen kind; empty where there is none to choose. */
  readonly kind: string;
  readonly now: Date;
}

/** Longest first line that is taken as a title alone. */
const TITLE_LENGTH = 120;

/** The values of the new record: the first line is its title, the rest its body; a time it must have is now. */
export function composedValues({
  entity,
  via,
  about,
  text,
  kind,
  now,
}: Composition): Readonly<Record<string, unknown>> {
  const body = bodyField(entity);
  const isRich = body?.type === 'richText';
  const words = (isRich ? richTextPlain(text) : text).trim();
  const first = words.split('\n')[0] ?? '';
  const isCut = body !== undefined && first.length > TITLE_LENGTH;
  const title = isCut ? `${first.slice(0, TITLE_LENGTH - 1)}…` : first;
  const isMore = isCut || words.length > first.length;
  const rest = isRich ? (isMore ? text : '') : isCut ? words : words.slice(first.length).trim();
  const kinds = kindField(entity);
  const times = entity.fields.filter(
    (field) => field.type === 'datetime' && field.required && isEditable(field),
  );
  return {
    [entity.title]: title,
    ...(body && rest !== '' ? { [body.name]: rest } : {}),
    ...(kinds && kind !== '' ? { [kinds.name]: kind } : {}),
    ...Object.fromEntries(times.map(({ name }) => [name, now.toISOString()])),
    [via.name]: pointingValue(via, about),
  };
}
