import type { ExplainStep, Explanation } from '@tessera/core';
import { expect, test } from 'vitest';
import { decisiveStep } from './explain-decisive.ts';

const person: ExplainStep = {
  kind: 'user',
  outcome: 'noted',
  status: 'active',
  audience: 'staff',
  team: null,
};
const role: ExplainStep = {
  kind: 'role',
  outcome: 'grants',
  role: { id: 'r', key: 'sales-rep', name: 'Sales rep', via: 'user', from: 'plugin' },
  scopes: ['own'],
  isReplaced: false,
};
const owner: ExplainStep = { kind: 'scope', outcome: 'grants', reason: 'owner' };
const level: ExplainStep = { kind: 'default', outcome: 'grants', level: 'read' };
const masked: ExplainStep = {
  kind: 'field',
  outcome: 'limits',
  field: 'phone',
  access: 'mask',
  reason: 'roles',
  given: [],
};

function explained(allowed: boolean, steps: readonly ExplainStep[], field?: string): Explanation {
  return {
    allowed,
    user: { id: 'u', name: 'Grace', status: 'active' },
    entity: 'shop.order',
    action: 'read',
    steps,
    ...(field ? { field } : {}),
  };
}

test('the scope decides before the default, and both before the role', () => {
  expect(decisiveStep(explained(true, [person, role, owner, level]))).toBe(owner);
  expect(decisiveStep(explained(true, [person, role, level]))).toBe(level);
  expect(decisiveStep(explained(true, [person, role]))).toBe(role);
});

test('of a field, what the roles say of it decides', () => {
  expect(decisiveStep(explained(true, [person, role, owner, masked], 'phone'))).toBe(masked);
});

test('somebody who may not sign in may nothing, whatever his roles say', () => {
  const suspended: ExplainStep = { ...person, outcome: 'denies', status: 'suspended' };
  const gone: ExplainStep = { kind: 'scope', outcome: 'denies', reason: 'noGrant' };
  expect(decisiveStep(explained(false, [suspended, role, gone]))).toBe(suspended);
});

test('where nothing reaches the record, no single step decides', () => {
  const not: ExplainStep = { kind: 'scope', outcome: 'noted', reason: 'owner' };
  expect(decisiveStep(explained(false, [person, role, not]))).toBeUndefined();
});
