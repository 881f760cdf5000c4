import { expect, test } from 'vitest';
import { createValueCheck } from './schema-check.ts';

const check = createValueCheck({
  type: 'object',
  required: ['file'],
  additionalProperties: false,
  properties: {
    file: { type: 'string', format: 'uuid' },
    mode: { enum: ['create', 'update'] },
    mapping: {
      type: 'object',
      additionalProperties: { oneOf: [{ required: ['column'] }, { required: ['value'] }] },
    },
  },
});
const file = '0198f000-0000-7000-8000-000000000001';

test('a value that fits has no problems', () => {
  expect(check({ file, mode: 'create', mapping: { name: { column: 'Name' } } })).toEqual([]);
});

test.each([
  [{}, '/file', '“file” is required.'],
  [{ file, 'a/b~c': 1 }, '/a~1b~0c', 'There is no “a/b~c” here.'],
  [{ file: 7 }, '/file', '“file” must be string.'],
  [{ file: `urn:uuid:${file}` }, '/file', '“file” must match format "uuid".'],
  [{ file, mode: 'delete' }, '/mode', '“mode” must be one of ["create","update"].'],
  [
    { file, mapping: { name: {} } },
    '/mapping/name',
    '“name” needs exactly one of “column”, “value”.',
  ],
  [
    { file, mapping: { name: { column: 'a', value: 1 } } },
    '/mapping/name',
    '“name” needs exactly one of “column”, “value”.',
  ],
  [null, '', 'The value must be object.'],
])('what is wrong is told once, at its place: %j', (value, pointer, detail) => {
  expect(check(value)).toEqual([{ pointer, detail }]);
});
