import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grams, queryGrams, searchWords } from './search-grams.ts';

test('words are compared without case, width and accents', () => {
  expect(searchWords('Ｃafé  MÜLLER-Straße, 上海公司2 + x')).toEqual([
    'cafe',
    'muller',
    'straße',
    '上海公司',
    '2',
    'x',
  ]);
});

test('digits in a row give longer pieces, which tell more', () => {
  expect(grams('4711')).toEqual(['^4', '^47', '4711', '711']);
  expect(grams('ab1234567c')).toEqual('^a ^ab ab1 b12 12345 23456 34567 4567 567 67c'.split(' '));
});

test('of a number that may go on, every piece is asked for that it may begin', () => {
  expect(queryGrams('ab123456 1234567 ab12')).toEqual([
    { word: 'ab123456', grams: ['ab1', '23456'] },
    { word: '1234567', grams: ['12345', '34567'] },
    { word: 'ab12', grams: ['ab1', 'b12'] },
  ]);
  const oneOf = ['4711', ...Array.from({ length: 10 }, (_, digit) => `4711${digit}`)];
  expect(queryGrams('4711')).toEqual([{ word: '4711', grams: [], oneOf }]);
});

test('spaced words give trigrams and prefixes, Han gives characters and pairs', () => {
  expect(grams('Acme 上海公')).toEqual([
    '^a',
    '^ac',
    'acm',
    'cme',
    '上',
    '海',
    '公',
    '上海',
    '海公',
  ]);
});

test('a question needs the grams that tell most, and no more than cover its words', () => {
  expect(queryGrams('acme kestrel a 上 上海公')).toEqual([
    { word: 'acme', grams: ['acm', 'cme'] },
    { word: 'kestrel', grams: ['kes', 'tre', 'rel'] },
    { word: 'a', grams: ['^a'] },
    { word: '上', grams: ['上'] },
    { word: '上海公', grams: ['上海', '海公'] },
  ]);
});

test('whatever stands in a text is found in it', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...Array.from('abcÄé1234 ，-上海公')),
    minLength: 1,
    maxLength: 20,
  });
  const digits = fc.stringMatching(/^[a-b]{0,2}[0-9]{0,9}[a-b]{0,2}$/);
  fc.assert(
    fc.property(fc.oneof(letters, digits), fc.nat(), fc.nat(), (text, from, length) => {
      const indexed = new Set(grams(text));
      for (const word of searchWords(text)) {
        const part = Array.from(word)
          .slice(from % word.length, (from % word.length) + 3 + (length % 4))
          .join('');
        const spaced = /^[a-z0-9]/.test(word);
        const asked = spaced && part.length < 3 ? word.slice(0, 2) : part;
        for (const one of queryGrams(asked)) {
          expect([...indexed]).toEqual(expect.arrayContaining([...one.grams]));
          expect(one.oneOf?.some((gram) => indexed.has(gram)) ?? true).toBe(true);
        }
      }
    }),
  );
});
