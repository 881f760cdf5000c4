import { expect, test } from 'vitest';
import { causeText } from './cause-text.ts';

test.each<[string, unknown, string]>([
  ['an error', new Error('it broke'), 'it broke'],
  ['a text', 'broke', 'broke'],
  ['nothing', null, 'null'],
  ['a symbol', Symbol('odd'), 'Symbol(odd)'],
  ['an error without words', new RangeError(), 'RangeError'],
  [
    'an error whose message is no text',
    Object.assign(new Error(), { message: { a: 1 } }),
    '[object Object]',
  ],
  [
    'an object that cannot be made into text',
    Object.create(null),
    'something that cannot be shown',
  ],
  [
    'an error that throws when it is read',
    Object.defineProperty(new Error(), 'message', { get: () => JSON.parse('{') }),
    'something that cannot be shown',
  ],
])('%s that was thrown has a text', (_, cause, text) => {
  expect(causeText(cause)).toBe(text);
});

test('the stack of an error is asked for by name', () => {
  expect(causeText(new Error('it broke'), 'stack')).toMatch(/it broke\n +at /);
  expect(causeText('broke', 'stack')).toBe('broke');
});
