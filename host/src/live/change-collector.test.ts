import type { Change } from '@tessera/core';
import { expect, test } from 'vitest';
import { createChangeCollector } from './change-collector.ts';

function change(id: string, action: Change['action'], changed: string[] = []): Change {
  return { entity: 'toy.ball', id, action, before: null, after: null, changed };
}

test('the last state of a record counts, once', () => {
  const collector = createChangeCollector();
  collector.add([
    change('a', 'created'),
    change('a', 'updated', ['name']),
    change('b', 'updated'),
    change('b', 'deleted'),
  ]);
  expect(collector.take()).toEqual([
    { entity: 'toy.ball', live: new Set(['a']), deleted: new Set(['b']), isVague: false },
  ]);
  expect(collector.take()).toEqual([]);
});

test('a change of the owner may take a record out of sight', () => {
  const collector = createChangeCollector();
  collector.add([change('a', 'updated', ['owner'])]);
  expect(collector.take()[0]?.isVague).toBe(true);
});

test('many changes are told as one', () => {
  const collector = createChangeCollector();
  collector.add(Array.from({ length: 10_000 }, (_, index) => change(String(index), 'created')));
  const [taken] = collector.take();
  expect(taken?.live.size).toBe(500);
  expect(taken?.isVague).toBe(true);
});
