import { expect, test } from 'vitest';
import { etagOf, expectedVersion, hasVersion } from './precondition.ts';

test.each([
  [null, undefined],
  ['*', undefined],
  ['"3"', 3],
  ['W/"3"', 3],
])('If-Match %s asks for version %s', (header, version) => {
  expect(expectedVersion(header)).toBe(version);
});

test.each(['3', '"a"', '"1", "2"', '""'])('If-Match %s is refused', (header) => {
  expect(() => expectedVersion(header)).toThrow(expect.objectContaining({ status: 400 }));
});

test('If-None-Match holds for any of its ETags', () => {
  expect(etagOf(4)).toBe('"4"');
  expect(hasVersion('"3", W/"4"', 4)).toBe(true);
  expect(hasVersion('"3"', 4)).toBe(false);
  expect(hasVersion(null, 4)).toBe(false);
});
