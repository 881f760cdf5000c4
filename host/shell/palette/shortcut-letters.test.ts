import { expect, test } from 'vitest';
import { shortcutLetters } from './shortcut-letters.ts';

test('each place has a letter of its own, as near to its name as can be', () => {
  expect([
    ...shortcutLetters(
      ['/customer/accounts', '/customer/contacts', '/sales/addresses', '/x/h'],
      ['h'],
    ),
  ]).toEqual([
    ['/customer/accounts', 'a'],
    ['/customer/contacts', 'c'],
    ['/sales/addresses', 'd'],
    ['/x/h', 'x'],
  ]);
});

test('a place for which no letter is left has none', () => {
  const all = 'abcdefghijklmnopqrstuvwxyz'.split('');
  expect([...shortcutLetters(['/zoo/animals'], all)]).toEqual([]);
  expect([...shortcutLetters(['/1/2'])]).toEqual([]);
});
