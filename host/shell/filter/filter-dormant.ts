import type { EntityMeta, Filter } from '@tessera/core';
import { findField, targetOf } from '../field/field-kind.ts';
import { entityOf } from '../field/field-template.ts';
import type { FieldView } from '../field/field-template.ts';
import { resolveRelation } from './filter-field.ts';
import { fromTree, toTree } from './filter-node.ts';
import type { FilterGroup, FilterNode } from './filter-node.ts';

/**
 * The fields that a filter names and that are not there for this person, for example while their plugin is off. A filter
 * that names one is not asked: without the condition it would find something else.
 */
export function missingFields(
  filter: Filter | undefined,
  entity: EntityMeta,
  view: FieldView,
): readonly string[] {
  return [...new Set(missingIn(toTree(filter), entity, view))];
}

/** The filter without the conditions on fields that are not there; undefined when nothing is left of it. */
export function withoutMissing(
  filter: Filter | undefined,
  entity: EntityMeta,
  view: FieldView,
): Filter | undefined {
  const left = leftOf(toTree(filter), entity, view);
  return left?.kind === 'group' ? fromTree(left) : undefined;
}

function missingIn(node: FilterNode, entity: EntityMeta, view: FieldView): readonly string[] {
  switch (node.kind) {
    case 'group':
      return node.nodes.flatMap((child) => missingIn(child, entity, view));
    case 'condition':
      return isThere(entity, node.field, view) ? [] : [node.field];
    case 'related': {
      const relation = resolveRelation(entity, node.path, view);
      if (!relation) return [node.path];
      return missingIn(node.group, relation.entity, view).map((name) => `${node.path}.${name}`);
    }
    case 'foreign':
      return [];
  }
}

/** Undefined when nothing is left of what asked something. */
function leftOf(node: FilterNode, entity: EntityMeta, view: FieldView): FilterNode | undefined {
  if (node.kind !== 'group') return missingIn(node, entity, view).length > 0 ? undefined : node;
  const nodes = node.nodes.flatMap((child) => leftOf(child, entity, view) ?? []);
  const isEmptied = nodes.length === 0 && node.nodes.length > 0;
  return isEmptied ? undefined : ({ ...node, nodes } satisfies FilterGroup);
}

/** Whether every step of a path leads somewhere; what a part of a value is called is for the server to say. */
function isThere(entity: EntityMeta, path: string, view: FieldView): boolean {
  let at: EntityMeta | undefined = entity;
  for (const step of path.split('.')) {
    const field = at && findField(at, step);
    if (!field || field.access === 'mask') return false;
    if (!['ref', 'user', 'team', 'state', 'refs'].includes(field.type)) return true;
    at = entityOf(view.meta, targetOf(field));
  }
  return true;
}
