import { expect, test } from 'vitest';
import { DEPTH_LIMIT, isTooDeep } from './json-depth.ts';

function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

test.each([
  ['as deep as allowed', nested(DEPTH_LIMIT), false],
  ['one deeper', nested(DEPTH_LIMIT + 1), true],
  ['objects count too', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, true],
  ['a long list is not deep', `[${'[1],'.repeat(500)}[1]]`, false],
  ['brackets in a text do not count', JSON.stringify(`a"\\${'['.repeat(500)}`), false],
  ['a text ends at its quote', `["a\\\\",${nested(200)}]`, true],
])('%s', (_what, text, expected) => {
  expect(isTooDeep(text)).toBe(expected);
});
