import { expect, test } from 'vitest';
import { hasAt, merged, withValue } from './plugin-setting-values.ts';

const secret = { $secret: true };

test('what was set goes over what is, and what was emptied is left out', () => {
  const values = { rate: 1, name: 'a', group: { one: 1, two: 2 } };
  const changes = withValue(withValue({ name: undefined }, ['group', 'two'], 3), ['rate'], 2);
  expect(merged(values, changes)).toEqual({ rate: 2, group: { one: 1, two: 3 } });
});

test('a secret that was emptied stays, one that was written is replaced', () => {
  expect(merged({ key: secret }, { key: undefined })).toEqual({ key: secret });
  expect(merged({ key: secret }, { key: 'new' })).toEqual({ key: 'new' });
});

test('what was emptied is known from what was not touched', () => {
  expect(hasAt({ name: undefined }, ['name'])).toBe(true);
  expect(hasAt({ group: {} }, ['group', 'name'])).toBe(false);
  expect(hasAt({}, ['group', 'name'])).toBe(false);
});
