import { expect, test } from 'vitest';
import { passwordRules } from './password-rule.ts';

const RULES = { length: 12, own: ['Grace Hopper', 'grace@example.com', null] };
const broken = (password: string): string[] =>
  passwordRules(password, RULES)
    .filter(({ holds }) => !holds)
    .map(({ name }) => name);

test('an empty password keeps no rule', () => {
  expect(broken('')).toEqual(['long', 'varied', 'notOwn']);
});

test('a good password keeps all of them', () => {
  expect(broken('correct horse battery')).toEqual([]);
  expect(broken('正确的马电池订书钉一二三四')).toEqual([]);
});

test('short, monotonous and own passwords are told apart', () => {
  expect(broken('horse bat')).toEqual(['long']);
  expect(broken('aaaaaaaaaaaab')).toEqual(['varied']);
  expect(broken('Hopper2026!!')).toEqual(['notOwn']);
  expect(broken('hopper likes horses')).toEqual([]);
});
