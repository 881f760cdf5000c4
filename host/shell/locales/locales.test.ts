import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chinese } from './chinese.ts';
import { english } from './english.ts';

const FILES = Object.keys({ ...english, ...chinese }).map((name) => ({
  name,
  english: english[name] ?? {},
  chinese: chinese[name] ?? {},
}));
const ENGLISH = FILES.flatMap(({ english }) => Object.keys(english));

test.each(FILES)(
  'the texts of the $name are there in both languages, with the same values to fill in',
  ({ english, chinese }) => {
    expect(Object.keys(chinese).toSorted()).toEqual(Object.keys(english).toSorted());
    expect(placeholders(chinese)).toEqual(placeholders(english));
    expect(
      Object.entries({ ...english, ...chinese }).filter(([, text]) => text.trim() === ''),
    ).toEqual([]);
  },
);

test('a text has one home', () => {
  expect(ENGLISH.filter((key, at) => ENGLISH.indexOf(key) !== at)).toEqual([]);
});

test('the shell asks for no text that there is not', () => {
  const folder = join(import.meta.dirname, '..');
  const known = new Set(ENGLISH.map((key) => key.replace(/_(one|other)$/, '')));
  const missing = globSync('*/*.ts', { cwd: folder })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/\bt\('([\w.-]+)'/g)].map(
        ([, key = '']) => `${file}: ${key}`,
      ),
    )
    .filter((found) => !known.has(found.split(': ')[1] ?? ''));
  expect(missing).toEqual([]);
});

/** Names of the values in each text; a plural form may leave its count out. */
function placeholders(texts: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(texts)
      .toSorted(([one], [two]) => (one < two ? -1 : 1))
      .map(([key, text]) => [
        key,
        [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).toSorted(),
      ]),
  );
}
