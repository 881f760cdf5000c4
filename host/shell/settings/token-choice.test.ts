import { expect, test } from 'vitest';
import { reachOf, scopesOf, toggleAction, type TokenChoice } from './token-choice.ts';

test.each(['read', 'write', 'all'] as const)('%s is known again', (reach) => {
  expect(reachOf(scopesOf(reach, {}) ?? null)).toBe(reach);
});

test('a choice names only entities with actions', () => {
  const choice: TokenChoice = { 'sales.lead': ['read'], 'sales.order': [] };
  const scopes = scopesOf('choose', choice);
  expect(scopes).toEqual({
    records: [{ entity: 'sales.lead', actions: ['read'] }],
    permissions: [],
  });
  expect(reachOf(scopes ?? null)).toBe('choose');
});

test('who changes also reads, and who does not read does nothing', () => {
  const changing = toggleAction({}, 'sales.lead', 'update');
  expect(changing).toEqual({ 'sales.lead': ['read', 'update'] });
  expect(toggleAction(changing, 'sales.lead', 'update')).toEqual({ 'sales.lead': ['read'] });
  expect(toggleAction(changing, 'sales.lead', 'read')).toEqual({ 'sales.lead': [] });
});

test('what the picker cannot make is something else', () => {
  expect(reachOf({ records: [], permissions: ['tessera.user.manage'] })).toBe('other');
  expect(reachOf({ records: [{ entity: '*', actions: ['*'] }], permissions: [] })).toBe('other');
});
