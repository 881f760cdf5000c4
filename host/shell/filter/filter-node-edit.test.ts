import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countConditions, fromTree, toTree } from './filter-node.ts';
import { appendNode, groupAt, moveNode, nodeAt, replaceNode } from './filter-node-edit.ts';

const tree = toTree({ and: [{ a: 1 }, { or: [{ b: 2 }, { c: 3 }] }, { d: 4 }] });
const written = (root = tree) => JSON.stringify(fromTree(root)).replaceAll(/\{"eq":(\d)\}/g, '$1');

test('a condition moves past its neighbour, into a group and out of it', () => {
  const into = moveNode(tree, [0], 1)!;
  expect(written(into.root)).toBe('{"and":[{"or":[{"a":1},{"b":2},{"c":3}]},{"d":4}]}');
  expect(nodeAt(into.root, into.place)).toEqual(tree.nodes[0]);
  const past = moveNode(into.root, into.place, 1)!;
  expect(written(past.root)).toBe('{"and":[{"or":[{"b":2},{"a":1},{"c":3}]},{"d":4}]}');
  const out = moveNode(tree, [1, 1], 1)!;
  expect(written(out.root)).toBe('{"and":[{"a":1},{"or":[{"b":2}]},{"c":3},{"d":4}]}');
  expect(out.place).toEqual([2]);
});

test('at the ends there is no further step, and none out of what related records are asked', () => {
  const related = toTree({ contacts: { some: { a: 1 } } });
  expect(moveNode(tree, [0], -1)).toBeUndefined();
  expect(moveNode(tree, [2], 1)).toBeUndefined();
  expect(moveNode(related, [0, 0], -1)).toBeUndefined();
});

test('moving loses nothing, and one step back is where it was when nothing was entered or left', () => {
  const places = fc.constantFrom([0], [1], [2], [1, 0], [1, 1]);
  fc.assert(
    fc.property(places, fc.constantFrom(-1 as const, 1 as const), (place, step) => {
      const moved = moveNode(tree, place, step);
      if (!moved) return;
      expect(countConditions(moved.root)).toBe(4);
      expect(nodeAt(moved.root, moved.place)).toEqual(nodeAt(tree, place));
    }),
  );
});

test('nodes are put, replaced and taken away in related records too', () => {
  const root = toTree({ contacts: { some: { or: [{ a: 1 }] } } });
  const more = appendNode(root, [0], nodeAt(tree, [0])!);
  expect(groupAt(more, [0])?.nodes).toHaveLength(2);
  const less = replaceNode(replaceNode(more, [0, 1], undefined), [0, 0], nodeAt(tree, [2]));
  expect(written(less)).toBe('{"contacts":{"some":{"or":[{"d":4}]}}}');
});
