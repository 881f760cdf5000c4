import type { AppMeta, EntityMeta, FieldMeta } from '@tessera/core';

/** Something that a plugin put into a slot. */
export type Contributed = AppMeta['contributions'][number];

/** Tells a contribution from all others. */
export function keyOf(contribution: Contributed): string {
  return `${contribution.plugin}/${contribution.id}`;
}

/** The elements contributed to a slot, in their order; `only` narrows to one, by its id or its key. */
export function elementsOf(meta: AppMeta, slot: string, only?: string): readonly Contributed[] {
  return meta.contributions
    .filter((one) => one.slot === slot && one.element !== undefined)
    .filter((one) => !only || one.id === only || keyOf(one) === only)
    .toSorted((one, other) => (one.order ?? 100) - (other.order ?? 100));
}

/** What edits or shows a field in place of the shell: one for this very field goes before one for its type. */
export function fieldContribution(
  meta: AppMeta,
  slot: 'field.editor' | 'field.display',
  field: FieldMeta,
): Contributed | undefined {
  const able = elementsOf(meta, slot);
  if (able.length === 0) return undefined;
  const entity = meta.entities.find(({ fields }) => fields.includes(field));
  return (
    able.find((one) => entity && one.field === `${entity.id}.${field.name}`) ??
    able.find((one) => one.field === field.type)
  );
}

/** What shows records of an entity in timelines in place of the shell. */
export function timelineContribution(
  meta: AppMeta,
  entity: EntityMeta | undefined,
): Contributed | undefined {
  return entity && elementsOf(meta, 'timeline.item').find((one) => one.entity === entity.id);
}
