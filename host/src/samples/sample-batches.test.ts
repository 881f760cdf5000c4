import type { SampleRow } from '@tessera/core';
import { expect, test } from 'vitest';
import { toBatches } from './sample-batches.ts';

function row(name: string, to: readonly string[] = [], changes?: string): SampleRow {
  const [entity = '', key = ''] = name.split(' ');
  const values = Object.fromEntries(to.map((other) => [other, reference(other)]));
  return {
    entity: entity as SampleRow['entity'],
    key,
    values,
    ...(changes === undefined ? {} : { changes }),
  };
}

function reference(name: string): object {
  const [entity, key] = name.split(' ');
  return { deep: [{ $sample: { entity, key } }] };
}

function batchesOf(rows: readonly SampleRow[]): string[][] {
  return toBatches([...rows.entries()]).map((batch) =>
    batch.map(([position, { key }]) => `${position} ${key}`),
  );
}

test('rows of one kind that do not need each other go together', () => {
  const rows = [row('a.a 1'), row('b.b 1', ['a.a 1']), row('a.a 2'), row('b.b 2', ['a.a 2'])];
  expect(batchesOf(rows)).toEqual([
    ['0 1', '2 2'],
    ['1 1', '3 2'],
  ]);
});

test('a record comes after those of its own kind that it refers to', () => {
  const rows = [row('a.a 1'), row('a.a 2', ['a.a 1']), row('a.a 3')];
  expect(batchesOf(rows)).toEqual([['0 1', '2 3'], ['1 2']]);
});

test('what concerns one record stays in its order', () => {
  const rows = [
    row('a.a 1'),
    row('b.b 1', ['a.a 1']),
    row('a.a 1/1', [], '1'),
    row('a.a 1/2', [], '1'),
    row('b.b 2', ['a.a 1']),
  ];
  expect(batchesOf(rows)).toEqual([['0 1'], ['1 1'], ['2 1/1'], ['3 1/2'], ['4 2']]);
});
