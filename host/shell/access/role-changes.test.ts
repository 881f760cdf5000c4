import { expect, test } from 'vitest';
import type { RoleDraft } from './role-api.ts';
import { isSameDraft, permissionOf, setPermission } from './role-changes.ts';

const NONE: RoleDraft = { grants: [], permissions: [], withheld: [] };
const GIVEN = { givenPermissions: ['sales.quote.approve'] };

test('a permission that a plugin gives is withheld, and given again', () => {
  const without = setPermission(GIVEN, NONE, 'sales.quote.approve', false);
  expect(without).toEqual({ ...NONE, withheld: ['sales.quote.approve'] });
  expect(permissionOf(GIVEN, without, 'sales.quote.approve')).toBe('withheld');
  expect(setPermission(GIVEN, without, 'sales.quote.approve', true)).toEqual(NONE);
});

test('a permission of its own is added and taken out', () => {
  const held = setPermission(GIVEN, NONE, 'tessera.import.run', true);
  expect(held).toEqual({ ...NONE, permissions: ['tessera.import.run'] });
  expect(setPermission(GIVEN, held, 'tessera.import.run', false)).toEqual(NONE);
});

test('whoever holds everything holds each permission', () => {
  const draft = { ...NONE, permissions: ['*'] };
  expect(permissionOf(GIVEN, draft, 'tessera.import.run')).toBe('everything');
  expect(permissionOf(GIVEN, draft, '*')).toBe('own');
});

test('the order in which grants, actions and names are written makes no change', () => {
  const one: RoleDraft = {
    grants: [
      { entity: 'a.b', actions: { read: 'all', update: 'own' } },
      { entity: 'a.c', actions: {} },
    ],
    permissions: ['x', 'y'],
    withheld: [],
  };
  const other: RoleDraft = {
    grants: [
      { entity: 'a.c', actions: {}, fields: {} },
      { entity: 'a.b', actions: { update: 'own', read: 'all' } },
    ],
    permissions: ['y', 'x'],
    withheld: [],
  };
  expect(isSameDraft(one, other)).toBe(true);
  expect(isSameDraft(one, { ...other, permissions: ['x'] })).toBe(false);
});
