import { countConditions, isPlain } from './filter-node.ts';
import type {
  FilterCondition,
  FilterForeign,
  FilterGroup,
  FilterNode,
  FilterRelated,
} from './filter-node.ts';

/** A chip of the filter bar: one thing that is asked, or all that is more than that together. */
export type BarChip =
  | {
      readonly kind: 'node';
      /** Its place in the filter. */
      readonly at: number;
      readonly node: FilterCondition | FilterRelated | FilterForeign;
    }
  | { readonly kind: 'advanced'; readonly places: readonly number[]; readonly count: number };

/** The chips of a filter, in reading order; groups are one chip. What the button for one's own records says is none. */
export function barChips(root: FilterGroup): readonly BarChip[] {
  if (!isPlain(root)) {
    const places = root.nodes.map((_node, at) => at);
    return [{ kind: 'advanced', places, count: countConditions(root) }];
  }
  const singles = root.nodes.flatMap((node, at): readonly BarChip[] =>
    node.kind === 'group' || isMine(node) ? [] : [{ kind: 'node', at, node }],
  );
  const groups = root.nodes.flatMap((node, at) => (node.kind === 'group' ? [{ node, at }] : []));
  if (groups.length === 0) return singles;
  const count = groups.reduce((sum, { node }) => sum + countConditions(node), 0);
  return [...singles, { kind: 'advanced', places: groups.map(({ at }) => at), count }];
}

/** Whether it asks for the records of the reader. */
export function isMine(node: FilterNode): boolean {
  if (node.kind !== 'condition' || node.field !== 'owner') return false;
  const { operator, value } = node;
  if (operator === 'eq') return value === '$me';
  return operator === 'in' && Array.isArray(value) && value.length === 1 && value[0] === '$me';
}

/** The filter for the records of the reader only, or for everybody's. */
export function withMine(root: FilterGroup, isOn: boolean): FilterGroup {
  if (!isOn) return { ...root, nodes: root.nodes.filter((node) => !isMine(node)) };
  const mine: FilterCondition = {
    kind: 'condition',
    field: 'owner',
    operator: 'in',
    value: ['$me'],
  };
  const others = isPlain(root) ? root.nodes : [root];
  return { kind: 'group', join: 'and', isNegated: false, nodes: [mine, ...others] };
}
