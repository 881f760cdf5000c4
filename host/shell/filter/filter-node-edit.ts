import type { FilterGroup, FilterNode } from './filter-node.ts';

/** Where a node stands: its place in each group from the root on. */
export type NodePlace = readonly number[];

/** Groups within each other at most. */
export const MAXIMUM_GROUPS = 4;

/** The tree with another node at a place; without the node when there is none to put there. */
export function replaceNode(
  root: FilterGroup,
  place: NodePlace,
  node: FilterNode | undefined,
): FilterGroup {
  const [at, ...rest] = place;
  if (at === undefined) return node?.kind === 'group' ? node : root;
  const old = root.nodes[at];
  if (!old) return root;
  if (rest.length === 0)
    return { ...root, nodes: root.nodes.toSpliced(at, 1, ...(node ? [node] : [])) };
  if (old.kind === 'group') return withNode(root, at, replaceNode(old, rest, node));
  if (old.kind === 'related')
    return withNode(root, at, { ...old, group: replaceNode(old.group, rest, node) });
  return root;
}

/** The group at a place: one of the tree, or what is asked of related records. */
export function groupAt(root: FilterGroup, place: NodePlace): FilterGroup | undefined {
  const node = nodeAt(root, place);
  return node?.kind === 'related' ? node.group : node?.kind === 'group' ? node : undefined;
}

export function nodeAt(root: FilterGroup, place: NodePlace): FilterNode | undefined {
  return place.reduce<FilterNode | undefined>((node, at) => {
    if (node?.kind === 'group') return node.nodes[at];
    return node?.kind === 'related' ? node.group.nodes[at] : undefined;
  }, root);
}

/** The tree with one more node at the end of the group at a place. */
export function appendNode(root: FilterGroup, place: NodePlace, node: FilterNode): FilterGroup {
  return changeGroup(root, place, (group) => ({ ...group, nodes: [...group.nodes, node] }));
}

/** The tree with the group at a place changed. */
export function changeGroup(
  root: FilterGroup,
  place: NodePlace,
  change: (group: FilterGroup) => FilterGroup,
): FilterGroup {
  const node = nodeAt(root, place);
  if (node?.kind === 'group') return replaceNode(root, place, change(node));
  if (node?.kind === 'related')
    return replaceNode(root, place, { ...node, group: change(node.group) });
  return root;
}

/**
 * Moves a node one step up or down: past its neighbour, or, a condition, into a group that is its neighbour; from the
 * edge of a group out of it. Undefined when there is no such step: at the ends, and out of what is asked of related
 * records.
 */
export function moveNode(
  root: FilterGroup,
  place: NodePlace,
  step: -1 | 1,
): { readonly root: FilterGroup; readonly place: NodePlace } | undefined {
  const at = place.at(-1);
  const home = place.slice(0, -1);
  const group = groupAt(root, home);
  const node = nodeAt(root, place);
  if (at === undefined || !group || !node) return undefined;
  const neighbour = group.nodes[at + step];
  if (neighbour?.kind === 'group' && node.kind !== 'group') {
    const inner = step < 0 ? [...neighbour.nodes, node] : [node, ...neighbour.nodes];
    const nodes = group.nodes.with(at + step, { ...neighbour, nodes: inner }).toSpliced(at, 1);
    const outer = step < 0 ? at - 1 : at;
    return {
      root: changeGroup(root, home, (old) => ({ ...old, nodes })),
      place: [...home, outer, step < 0 ? inner.length - 1 : 0],
    };
  }
  if (neighbour) {
    const nodes = group.nodes.with(at, neighbour).with(at + step, node);
    return {
      root: changeGroup(root, home, (old) => ({ ...old, nodes })),
      place: [...home, at + step],
    };
  }
  if (home.length === 0 || nodeAt(root, home)?.kind !== 'group') return undefined;
  const outer = home.slice(0, -1);
  const target = home.at(-1)! + (step < 0 ? 0 : 1);
  const without = replaceNode(root, place, undefined);
  return {
    root: changeGroup(without, outer, (old) => ({
      ...old,
      nodes: old.nodes.toSpliced(target, 0, node),
    })),
    place: [...outer, target],
  };
}

function withNode(group: FilterGroup, at: number, node: FilterNode): FilterGroup {
  return { ...group, nodes: group.nodes.with(at, node) };
}
