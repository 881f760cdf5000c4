import type { Database } from '@tessera/core';
import { expect, test } from 'vitest';
import { createPresumptions, type Finding } from './presumptions.ts';

const NOW = new Date('2026-03-01T09:00:00Z');
const NOBODY_ASKS = {} as Database;
const authenticated = {} as Finding['authenticated'];
const sql = (): string => 'null';
const hashOf = (n: number): Buffer => {
  const hash = Buffer.alloc(32);
  hash.writeUInt32BE(n);
  return hash;
};
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

test('who was found is remembered until his use has to be written down', () => {
  const presumptions = createPresumptions(NOBODY_ASKS);
  presumptions.keep(hashOf(1), { authenticated, standing: 'one', until: later(60) });
  expect(presumptions.find(hashOf(1), later(59), sql)?.authenticated).toBe(authenticated);
  expect(presumptions.find(hashOf(2), NOW, sql)).toBe(undefined);
  expect(presumptions.find(hashOf(1), later(60), sql)).toBe(undefined);
  expect(presumptions.find(hashOf(1), NOW, sql), 'it is forgotten').toBe(undefined);
});

test('nothing is settled until the standing was told, and what is over is forgotten', () => {
  const presumptions = createPresumptions(NOBODY_ASKS);
  presumptions.keep(hashOf(1), { authenticated, standing: 'one', until: later(60) });
  const first = presumptions.find(hashOf(1), NOW, sql);
  expect(first?.standing.isSettled).toBe(false);
  first?.standing.settle('one');
  expect(first?.standing.isSettled).toBe(true);
  expect(() => first?.standing.settle(null)).toThrow('Sign in');
  expect(first?.standing.isSettled).toBe(false);
  expect(() => first?.standing.settle('one'), 'what is over stays over').toThrow('Sign in');
  expect(presumptions.find(hashOf(1), NOW, sql)).toBe(undefined);
});

test('only the ten thousand that came last are kept', () => {
  const presumptions = createPresumptions(NOBODY_ASKS);
  const found = { authenticated, standing: 'one', until: later(60) };
  for (let n = 0; n < 10_000; n += 1) presumptions.keep(hashOf(n), found);
  presumptions.keep(hashOf(0), found);
  presumptions.keep(hashOf(10_000), found);
  expect(presumptions.find(hashOf(0), NOW, sql)).toBeDefined();
  expect(presumptions.find(hashOf(1), NOW, sql)).toBe(undefined);
  expect(presumptions.find(hashOf(10_000), NOW, sql)).toBeDefined();
});
