import { expect, test } from 'vitest';
import { controlOf, humanName, isMask, readControl, showControl } from './plugin-schema.ts';

test.each([
  [{ type: 'string' }, 'text'],
  [{ type: 'string', secret: true }, 'secret'],
  [{ type: 'string', enum: ['a', 'b'] }, 'choice'],
  [{ type: 'boolean' }, 'boolean'],
  [{ type: ['integer', 'null'] }, 'number'],
  [{ type: 'array', items: { type: 'string' } }, 'lines'],
  [{ type: 'array', items: { type: 'object' } }, 'json'],
  [{ type: 'object', properties: { one: { type: 'string' } } }, 'group'],
  [{ type: 'object' }, 'json'],
  [{}, 'json'],
] as const)('%j is edited by %s', (property, control) => {
  expect(controlOf(property)).toBe(control);
});

test('what is written is read back', () => {
  expect(readControl('number', '1.5')).toBe(1.5);
  expect(readControl('number', ' ')).toBeUndefined();
  expect(readControl('lines', 'one\n\n two ')).toEqual(['one', 'two']);
  expect(readControl('lines', '')).toEqual([]);
  expect(readControl('json', '{"a": [1]}')).toEqual({ a: [1] });
  expect(() => readControl('json', '{')).toThrow(SyntaxError);
  expect(showControl('lines', ['one', 'two'])).toBe('one\ntwo');
  expect(showControl('number', 0)).toBe('0');
});

test('a secret is never shown', () => {
  expect(isMask({ $secret: true })).toBe(true);
  expect(showControl('secret', { $secret: true })).toBe('');
});

test('a property without a title is called by its name', () => {
  expect(humanName('pointsPerUnit')).toBe('Points per unit');
});
