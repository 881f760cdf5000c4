import type { EntityMeta, Filter } from '@tessera/core';
import type { FieldView } from './field-template.ts';
import { resolveField, resolveRelation } from './filter-field.ts';
import { fromTree, toTree } from './filter-node.ts';
import type { FilterGroup, FilterNode } from './filter-node.ts';

/**
 * The part of a filter that can be asked now: without conditions on fields that are not there for this person, for
 * example while their plugin is off. The server refuses a filter that names one.
 */
export function activeFilter(
  filter: Filter | undefined,
  entity: EntityMeta,
  view: FieldView,
): Filter | undefined {
  const root = toTree(filter);
  const active = activeGroup(root, entity, view);
  return active === root ? filter : active && fromTree(active);
}

/** Undefined when nothing is left of a group that had something. */
function activeGroup(
  group: FilterGroup,
  entity: EntityMeta,
  view: FieldView,
): FilterGroup | undefined {
  const nodes = group.nodes.flatMap((node) => activeNode(node, entity, view) ?? []);
  if (nodes.length === group.nodes.length && nodes.every((node, at) => node === group.nodes[at]))
    return group;
  return nodes.length === 0 ? undefined : { ...group, nodes };
}

function activeNode(node: FilterNode, entity: EntityMeta, view: FieldView): FilterNode | undefined {
  switch (node.kind) {
    case 'group':
      return activeGroup(node, entity, view);
    case 'condition':
      return resolveField(entity, node.field, view) ? node : undefined;
    case 'related': {
      const relation = resolveRelation(entity, node.path, view);
      const group = relation && activeGroup(node.group, relation.entity, view);
      if (!group) return undefined;
      return group === node.group ? node : { ...node, group };
    }
    case 'foreign':
      return node;
  }
}
