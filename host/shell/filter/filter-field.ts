import type { EntityMeta, FieldMeta } from '@tessera/core';
import { findField, targetOf } from '../field/field-kind.ts';
import { fieldIcon } from '../field/field-icon.ts';
import { entityOf } from '../field/field-template.ts';
import type { FieldView } from '../field/field-template.ts';

/** Something that can be asked of a record: a field of it, or of a record that it points to. */
export interface FilterField {
  readonly path: string;
  /** The field at the end of the path; its type says which operators there are. */
  readonly field: FieldMeta;
  /** The way to it in words: `Account › Industry`. */
  readonly label: string;
  /** The words of the references on the way; empty for a field of the record itself. */
  readonly trail: string;
  readonly icon: string;
}

/** Records to many, of which something can be asked. */
export interface FilterRelation {
  readonly path: string;
  readonly label: string;
  readonly trail: string;
  readonly icon: string;
  readonly entity: EntityMeta;
}

const HIDDEN: ReadonlySet<string> = new Set(['id', 'version', 'deletedAt']);
const ADDRESS_PARTS = ['city', 'district', 'region', 'postalCode', 'countryCode'] as const;
const SEPARATOR = ' › ';

/** What a path leads to; undefined when a step is not there for this person, for example while its plugin is off. */
export function resolveField(
  entity: EntityMeta,
  path: string,
  view: FieldView,
): FilterField | undefined {
  const steps = path.split('.');
  const trail: string[] = [];
  let at: EntityMeta | undefined = entity;
  for (const [index, step] of steps.entries()) {
    const field: FieldMeta | undefined = at && findField(at, step);
    if (!field || field.access === 'mask') return undefined;
    if (index === steps.length - 1) return named(path, field, trail, view);
    trail.push(view.localized(field.label));
    const part = index === steps.length - 2 ? partOf(field, steps[index + 1]!, view) : undefined;
    if (part) return named(path, part, trail, view);
    at = isReference(field) ? entityOf(view.meta, targetOf(field)) : undefined;
  }
  return undefined;
}

/** The records to many that a path leads to. */
export function resolveRelation(
  entity: EntityMeta,
  path: string,
  view: FieldView,
): FilterRelation | undefined {
  const steps = path.split('.');
  const trail: string[] = [];
  let at: EntityMeta | undefined = entity;
  for (const step of steps.slice(0, -1)) {
    const field: FieldMeta | undefined = at && findField(at, step);
    if (!field || !isReference(field)) return undefined;
    trail.push(view.localized(field.label));
    at = entityOf(view.meta, targetOf(field));
  }
  return at && relationsOf(at, view, steps.slice(0, -1), trail).find((one) => one.path === path);
}

/** The fields of an entity that can be asked for, by their words. The steps lead to the entity. */
export function fieldsOf(
  entity: EntityMeta,
  view: FieldView,
  steps: readonly string[] = [],
  trail: readonly string[] = [],
): readonly FilterField[] {
  return entity.fields
    .filter(({ filterable, access, name }) => filterable && access !== 'mask' && !HIDDEN.has(name))
    .map((field) => named([...steps, field.name].join('.'), field, trail, view))
    .toSorted((one, other) => one.label.localeCompare(other.label, view.locale));
}

/** What can be asked of the parts of a field: the city of an address, the currency of money. */
export function partsOf(parent: FilterField, view: FieldView): readonly FilterField[] {
  const names = { address: ADDRESS_PARTS, money: ['amount', 'currency'] } as const;
  const { type } = parent.field;
  if (type !== 'address' && type !== 'money') return [];
  return names[type].flatMap((name) => {
    const part = partOf(parent.field, name, view);
    return part ? [named(`${parent.path}.${name}`, part, [parent.label], view)] : [];
  });
}

/** The entity whose fields stand behind a reference; undefined when the field is none. */
export function behind(field: FieldMeta, view: FieldView): EntityMeta | undefined {
  return isReference(field) ? entityOf(view.meta, targetOf(field)) : undefined;
}

/** The relations of an entity, and its fields of several references. */
export function relationsOf(
  entity: EntityMeta,
  view: FieldView,
  steps: readonly string[] = [],
  trail: readonly string[] = [],
): readonly FilterRelation[] {
  const many = entity.fields.flatMap((field) =>
    field.type === 'refs' && field.target && field.access !== 'mask'
      ? [{ name: field.name, label: field.label, entity: field.target }]
      : [],
  );
  return [...entity.relations, ...many]
    .flatMap((relation) => {
      const target = entityOf(view.meta, relation.entity);
      if (!target) return [];
      const words = [...trail, view.localized(relation.label)];
      return [
        {
          path: [...steps, relation.name].join('.'),
          label: words.join(SEPARATOR),
          trail: trail.join(SEPARATOR),
          icon: target.icon,
          entity: target,
        },
      ];
    })
    .toSorted((one, other) => one.label.localeCompare(other.label, view.locale));
}

function named(
  path: string,
  field: FieldMeta,
  trail: readonly string[],
  view: FieldView,
): FilterField {
  return {
    path,
    field,
    label: [...trail, view.localized(field.label)].join(SEPARATOR),
    trail: trail.join(SEPARATOR),
    icon: fieldIcon(field, view.meta),
  };
}

function isReference(field: FieldMeta): boolean {
  return ['ref', 'user', 'team', 'state'].includes(field.type);
}

/** A part of a field as a field of its own. */
function partOf(field: FieldMeta, name: string, view: FieldView): FieldMeta | undefined {
  const isKnown =
    (field.type === 'address' && (ADDRESS_PARTS as readonly string[]).includes(name)) ||
    (field.type === 'money' && (name === 'amount' || name === 'currency'));
  if (!isKnown) return undefined;
  const part: FieldMeta = {
    ...field,
    name,
    type: name === 'amount' ? 'decimal' : name === 'currency' ? 'choice' : 'text',
    label: { en: view.t(`filter.part.${name}`) },
    multiline: false,
    required: false,
  };
  if (name !== 'currency') return part;
  const options = view.meta.currencies.map(({ code }) => ({ key: code, label: { en: code } }));
  return { ...part, options };
}
