import type { Filter, Json } from '@tessera/core';
import { isFilterOperator } from './filter-operator.ts';
import type { FilterOperator } from './filter-operator.ts';

/** One condition on one field. `isNull` holds a boolean, `within` a duration or a named span, `between` two values. */
export interface FilterCondition {
  readonly kind: 'condition';
  /** Name of a field, or a path through references: `account.industry`. */
  readonly field: string;
  readonly operator: FilterOperator;
  readonly value: Json;
}

/** What is asked of records together: all of the nodes, or any; negated: not all, or none. */
export interface FilterGroup {
  readonly kind: 'group';
  readonly join: 'and' | 'or';
  readonly isNegated: boolean;
  readonly nodes: readonly FilterNode[];
}

/** Asks of the records to many that a relation or a field of several references leads to. */
export interface FilterRelated {
  readonly kind: 'related';
  readonly path: string;
  readonly quantifier: Quantifier;
  readonly group: FilterGroup;
}

/** What is no part of the language as it is known here; it is kept whole. */
export interface FilterForeign {
  readonly kind: 'foreign';
  readonly filter: Json;
}

export type Quantifier = 'some' | 'none' | 'every';
export type FilterNode = FilterCondition | FilterGroup | FilterRelated | FilterForeign;

export const EMPTY_GROUP: FilterGroup = { kind: 'group', join: 'and', isNegated: false, nodes: [] };

/** Takes a filter apart, in reading order. Nothing of it is lost: {@link fromTree} of the answer means the same. */
export function toTree(filter: unknown): FilterGroup {
  if (filter === undefined || filter === null) return EMPTY_GROUP;
  const node = toNode(filter);
  return node.kind === 'group' ? node : all([node]);
}

/** The filter that the tree means, in its short form; undefined when it asks nothing. */
export function fromTree(group: FilterGroup): Filter | undefined {
  if (isPlain(group) && group.nodes.length === 0) return undefined;
  return fromGroup(group, true) as Filter;
}

/** Whether everything is asked, and each thing of one field: a row of chips can say it. */
export function isPlain(group: FilterGroup): boolean {
  return group.join === 'and' && !group.isNegated;
}

/** How many conditions there are, however deep. */
export function countConditions(node: FilterNode): number {
  if (node.kind === 'group')
    return node.nodes.reduce((sum, child) => sum + countConditions(child), 0);
  return node.kind === 'related' ? Math.max(1, countConditions(node.group)) : 1;
}

/** The tree without the groups that ask nothing because nothing was put into them. */
export function withoutEmptyGroups(group: FilterGroup): FilterGroup {
  const nodes = group.nodes
    .map((node) => (node.kind === 'group' ? withoutEmptyGroups(node) : node))
    .filter((node) => node.kind !== 'group' || node.nodes.length > 0);
  return nodes.length === 0 ? EMPTY_GROUP : { ...group, nodes };
}

function toNode(filter: unknown): FilterNode {
  if (!isObject(filter)) return foreign(filter);
  const entries = Object.entries(filter).filter(([, value]) => value !== undefined);
  const nodes = entries.map(([key, value]) => toEntry(key, value));
  if (nodes.length === 1) return nodes[0]!;
  // The parts of an `and` beside other names are asked like those.
  return all(
    nodes.flatMap((node, at) =>
      entries[at]![0] === 'and' && node.kind === 'group' ? node.nodes : [node],
    ),
  );
}

function toEntry(key: string, value: unknown): FilterNode {
  if (key === 'and' || key === 'or') {
    if (!Array.isArray(value)) return foreign({ [key]: value });
    return { kind: 'group', join: key, isNegated: false, nodes: value.map(toNode) };
  }
  if (key === 'not') {
    const node = toNode(value);
    if (node.kind === 'group' && !node.isNegated) return { ...node, isNegated: true };
    return { kind: 'group', join: 'or', isNegated: true, nodes: [node] };
  }
  const conditions = toConditions(key, value);
  return conditions.length === 1 ? conditions[0]! : all(conditions);
}

function toConditions(field: string, value: unknown): readonly FilterNode[] {
  if (value === null) return [condition(field, 'isNull', true)];
  if (Array.isArray(value)) return [condition(field, 'in', value as Json)];
  if (!isObject(value) || 'id' in value) return [condition(field, 'eq', value as Json)];
  const parts = Object.entries(value).filter(([, operand]) => operand !== undefined);
  if (parts.length === 0) return [foreign({ [field]: {} })];
  if (parts.length === 2 && 'gte' in value && 'lte' in value)
    return [condition(field, 'between', [value['gte'], value['lte']] as Json)];
  return parts.map(([operator, operand]) => toCondition(field, operator, operand));
}

function toCondition(field: string, operator: string, operand: unknown): FilterNode {
  if (operator === 'some' || operator === 'none' || operator === 'every')
    return { kind: 'related', path: field, quantifier: operator, group: toTree(operand) };
  if (operand === null && (operator === 'eq' || operator === 'ne'))
    return condition(field, 'isNull', operator === 'eq');
  if (operator === 'isNull' && (operand === 'true' || operand === 'false'))
    return condition(field, 'isNull', operand === 'true');
  return isFilterOperator(operator) && operator !== 'between'
    ? condition(field, operator, operand as Json)
    : foreign({ [field]: { [operator]: operand } });
}

function fromGroup(group: FilterGroup, isRoot: boolean): unknown {
  const { join, nodes } = group;
  if (group.isNegated) return { not: fromGroup({ ...group, isNegated: false }, false) };
  const isShort = isRoot ? nodes.length > 0 : nodes.length > 1;
  const parts = nodes.map(fromNode);
  if (join === 'and' && isShort && nodes.every(isLeaf)) {
    const entries = parts.flatMap((part) => Object.entries(part as object));
    const isOnce = new Set(entries.map(([key]) => key)).size === entries.length;
    if (isOnce) return Object.fromEntries(entries) as Filter;
  }
  return { [join]: parts };
}

function fromNode(node: FilterNode): unknown {
  switch (node.kind) {
    case 'group':
      return fromGroup(node, false);
    case 'related':
      return { [node.path]: { [node.quantifier]: fromTree(node.group) ?? {} } };
    case 'foreign':
      return node.filter;
    case 'condition': {
      const { field, operator, value } = node;
      if (operator !== 'between') return { [field]: { [operator]: value } };
      const [from, until] = value as readonly Json[];
      return { [field]: { gte: from, lte: until } };
    }
  }
}

function isLeaf(node: FilterNode): boolean {
  return node.kind === 'condition' || node.kind === 'related';
}

function all(nodes: readonly FilterNode[]): FilterGroup {
  return { kind: 'group', join: 'and', isNegated: false, nodes };
}

function condition(field: string, operator: FilterOperator, value: Json): FilterCondition {
  return { kind: 'condition', field, operator, value };
}

function foreign(filter: unknown): FilterForeign {
  return { kind: 'foreign', filter: filter as Json };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
