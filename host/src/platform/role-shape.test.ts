import { expect, test } from 'vitest';
import { findRoleFault } from './role-shape.ts';

const whole = { entity: 'sales.*', actions: { read: 'own' } };

test.each([
  [whole],
  [{ ...whole, entity: '*' }],
  [{ ...whole, entity: 'base-thing.someThing', fields: { '*': 'read', secret: 'none' } }],
  [{ ...whole, actions: { read: { filter: { industry: 'retail' } }, approve: 'all' } }],
  [{ ...whole, fields: null }],
])('%j is a grant', (grant) => {
  expect(findRoleFault({ grants: [grant], permissions: ['a.b.c'] })).toBeUndefined();
});

test.each([
  [null],
  ['x'],
  [{}],
  [[whole]],
  [{ entity: 'sales.*' }],
  [{ actions: { read: 'all' } }],
  [{ ...whole, entity: 5 }],
  [{ ...whole, entity: 'sales' }],
  [{ ...whole, actions: ['all'] }],
  [{ ...whole, actions: { read: 'every' } }],
  [{ ...whole, actions: { read: ['all'] } }],
  [{ ...whole, actions: { read: { filter: 5 } } }],
  [{ ...whole, fields: 5 }],
  [{ ...whole, fields: { '*': 'god' } }],
  [{ ...whole, feilds: { '*': 'none' } }],
])('%j is none', (grant) => {
  expect(findRoleFault({ grants: [grant] })).toMatchObject({ field: 'grants' });
});

test.each([[{}], ['*'], [5]])('%j is no list', (value) => {
  expect(findRoleFault({ grants: value })).toMatchObject({ field: 'grants' });
  expect(findRoleFault({ permissions: value })).toMatchObject({ field: 'permissions' });
  expect(findRoleFault({ permissions: [5] })).toMatchObject({ field: 'permissions' });
  expect(findRoleFault({ grants: null, permissions: null })).toBeUndefined();
});
