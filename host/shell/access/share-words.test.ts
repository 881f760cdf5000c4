import { expect, test } from 'vitest';
import { isWider } from './share-words.ts';

test('reading is wider than nothing, and changing wider than reading', () => {
  expect(isWider('read', 'private')).toBe(true);
  expect(isWider('write', 'read')).toBe(true);
  expect(isWider('read', 'write')).toBe(false);
  expect(isWider('read', 'read')).toBe(false);
});
