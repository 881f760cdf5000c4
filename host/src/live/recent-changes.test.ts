import type { Change } from '@tessera/core';
import { expect, test } from 'vitest';
import { rememberChanges } from './recent-changes.ts';

function changed(id: string): Change {
  return { entity: 'toy.ball', id, action: 'updated', before: null, after: null, changed: [] };
}

test('only what happened within the time asked for is told', () => {
  let time = 0;
  const recent = rememberChanges(() => time);
  time = 1000;
  recent.add([changed('early')]);
  time = 1800;
  recent.add([changed('late')]);
  time = 2000;
  expect(recent.since(500)?.map(({ live }) => [...live])).toEqual([['late']]);
  expect(recent.since(1000)?.map(({ live }) => [...live])).toEqual([['early', 'late']]);
  expect(recent.since(100)).toEqual([]);
});

test('nobody is told that nothing happened at a time of which nothing is known', () => {
  let time = 5000;
  const recent = rememberChanges(() => time);
  time = 6000;
  expect(recent.since(900)).toEqual([]);
  expect(recent.since(1000)).toBeUndefined();

  recent.add(Array.from({ length: 6000 }, (_, index) => changed(String(index))));
  time = 7000;
  recent.add([changed('last')]);
  expect(recent.since(900)?.map(({ live }) => [...live])).toEqual([['last']]);
  expect(recent.since(1000)).toBeUndefined();
});
