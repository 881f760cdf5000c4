import { expect, test } from 'vitest';
import { layoutGraph } from './plugin-graph-layout.ts';

const plugin = (
  id: string,
  requires: readonly string[] = [],
  optional: readonly string[] = [],
) => ({
  id,
  requires: Object.fromEntries(requires.map((one) => [one, '^1'])),
  optional: Object.fromEntries(optional.map((one) => [one, '^1'])),
});

test('each plugin stands right of what it requires', () => {
  expect(
    layoutGraph([
      plugin('customer'),
      plugin('loyalty', ['customer'], ['sales']),
      plugin('sales', ['customer']),
      plugin('vouchers', ['loyalty']),
    ]),
  ).toEqual({
    nodes: [
      { id: 'customer', column: 0, row: 0 },
      { id: 'loyalty', column: 1, row: 0 },
      { id: 'sales', column: 1, row: 1 },
      { id: 'vouchers', column: 2, row: 0 },
    ],
    edges: [
      { from: 'customer', to: 'loyalty', isOptional: false },
      { from: 'sales', to: 'loyalty', isOptional: true },
      { from: 'customer', to: 'sales', isOptional: false },
      { from: 'loyalty', to: 'vouchers', isOptional: false },
    ],
    columns: 3,
    rows: 2,
  });
});

test('what is not installed is left out, and a circle ends', () => {
  const { nodes, edges } = layoutGraph([plugin('one', ['two', 'gone']), plugin('two', ['one'])]);
  expect(nodes.map(({ id }) => id)).toEqual(['one', 'two']);
  expect(edges).toHaveLength(2);
});

test('nothing has no columns', () => {
  expect(layoutGraph([])).toEqual({ nodes: [], edges: [], columns: 0, rows: 0 });
});
