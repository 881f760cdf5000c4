import { expect, test } from 'vitest';
import { faultsOf } from './plugin-schema-faults.ts';

const schema = {
  type: 'object',
  required: ['name', 'rate'],
  properties: {
    name: { type: 'string', minLength: 2, maxLength: 3, pattern: '^[a-z]+$' },
    rate: { type: 'number', default: 1, minimum: 0, maximum: 10 },
    months: { type: 'integer' },
    'a/b': { type: 'object', properties: { key: { type: 'string', secret: true, minLength: 4 } } },
  },
};

test.each([
  [{ name: 'ab', rate: 2.5, months: 3 }, {}],
  [{}, { '/name': { key: 'required' } }],
  [
    { name: 'a', rate: -1 },
    { '/name': { key: 'longer', limit: 2 }, '/rate': { key: 'least', limit: 0 } },
  ],
  [
    { name: 'abcd', rate: 11 },
    { '/name': { key: 'shorter', limit: 3 }, '/rate': { key: 'most', limit: 10 } },
  ],
  [
    { name: 'A1', months: 1.5 },
    { '/name': { key: 'form' }, '/months': { key: 'whole' } },
  ],
  [{ name: 'ab', rate: Number.NaN }, { '/rate': { key: 'number' } }],
  [{ name: 'ab', 'a/b': { key: 'abc' } }, { '/a~1b/key': { key: 'longer', limit: 4 } }],
  [{ name: 'ab', 'a/b': { key: { $secret: true } } }, {}],
])('what is wrong with %j', (values, faults) => {
  expect(faultsOf(schema, values)).toEqual(faults);
});

test('a length is counted in letters, and a pattern that cannot be read is left to the server', () => {
  const one = (property: object) => ({ type: 'object', properties: { name: property } });
  expect(faultsOf(one({ type: 'string', maxLength: 2 }), { name: '😀😀' })).toEqual({});
  expect(faultsOf(one({ type: 'string', pattern: '(' }), { name: 'a' })).toEqual({});
});
