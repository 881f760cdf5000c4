import { expect, test } from 'vitest';
import { createScrub } from './scrub-text.ts';

const scrub = createScrub(['Ada Quill', 'ada@example.com', '13800138000', '王晓彤', 'Ada']);

test('texts go wherever they stand, whatever their case; names of members and other values stay', () => {
  expect(
    scrub({ ada: ['ADA QUILL was here', 7, null, true], at: { mail: '<ada@example.com>' } }),
  ).toEqual({ ada: ['— was here', 7, null, true], at: { mail: '<—>' } });
});

test('a word or id that only contains one stays', () => {
  const kept = 'Adagio, Nevada, 0190-13800138000-ffff, Bada@example.com.org';
  expect(scrub(kept)).toBe(kept);
});

test('where words have no spaces a name is found within a sentence', () => {
  expect(scrub('与王晓彤通话')).toBe('与—通话');
});

test('a text that is JSON is looked into', () => {
  const text = JSON.stringify({ name: 'Ada "Quill"', id: 'a-Ada-b', mail: 'Ada@Example.com' });
  expect(scrub(text)).toBe(JSON.stringify({ name: '— "Quill"', id: 'a-Ada-b', mail: '—' }));
});

test('without texts nothing changes', () => {
  const value = { a: ['b'] };
  expect(createScrub([])(value)).toEqual(value);
});
