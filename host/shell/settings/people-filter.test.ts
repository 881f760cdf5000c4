import { expect, test } from 'vitest';
import { EVERYBODY, peopleFilter } from './people-filter.ts';

test('nothing chosen narrows nothing', () => {
  expect(peopleFilter(EVERYBODY)).toBeUndefined();
});

test('all that is chosen holds at once', () => {
  const chosen = { status: 'active', audience: 'portal', team: 't', role: 'r' };
  expect(peopleFilter(chosen)).toEqual({
    status: 'active',
    audience: 'portal',
    team: 't',
    roles: { hasAny: ['r'] },
  });
});

test('staff are all who are not of the portal', () => {
  expect(peopleFilter({ ...EVERYBODY, audience: 'staff' })).toEqual({
    audience: { ne: 'portal' },
  });
});
