import { expect, test } from 'vitest';
import { allOf, anyOf, createParameters, createReadParameters } from './sql-parameters.ts';

test('a read binds the same value of the same type once', () => {
  const parameters = createReadParameters();
  const bound = [
    parameters.bind('a', 'uuid'),
    parameters.bind('a', 'text'),
    parameters.bind(['a', 'b'], 'uuid[]'),
    parameters.bind(['a', 'b'], 'uuid[]'),
    parameters.bind(['a'], 'uuid[]'),
    parameters.bind('a', 'uuid'),
    parameters.bind(null),
    parameters.bind(null),
  ];
  expect(bound).toEqual([
    '$1::uuid',
    '$2::text',
    '$3::uuid[]',
    '$3::uuid[]',
    '$4::uuid[]',
    '$1::uuid',
    '$5',
    '$5',
  ]);
  expect(parameters.values).toEqual(['a', 'a', ['a', 'b'], ['a'], null]);
});

test('a value that was taken back is bound anew', () => {
  const parameters = createReadParameters();
  parameters.bind('a', 'uuid');
  parameters.bind('b', 'uuid');
  parameters.values.length = 1;
  expect(parameters.bind('b', 'text')).toBe('$2::text');
  expect(parameters.bind('b', 'uuid')).toBe('$3::uuid');
  expect(parameters.values).toEqual(['a', 'b', 'b']);
});

test('the planner does not see what is unseen', () => {
  const parameters = createReadParameters('all');
  expect(parameters.bind(['a'], 'uuid[]')).toBe('(select $1::uuid[])::uuid[]');
  const ofReach = createReadParameters('reach');
  expect([ofReach.bind('a', 'uuid'), ofReach.bindReach('a', 'uuid')]).toEqual([
    '$1::uuid',
    '(select $1::uuid)::uuid',
  ]);
  expect(parameters.values).toEqual([['a']]);
});

test('a write binds each value by itself', () => {
  const parameters = createParameters();
  expect([parameters.bind('a', 'text'), parameters.bind('a', 'text')]).toEqual([
    '$1::text',
    '$2::text',
  ]);
});

test('conditions that are the same are said once', () => {
  expect(allOf(['a', 'true', 'b', 'a'])).toBe('(a and b)');
  expect(allOf(['a', 'a'])).toBe('a');
  expect(anyOf(['a', 'false', 'b', 'a'])).toBe('(a or b)');
  expect(anyOf(['a', 'a'])).toBe('a');
});
