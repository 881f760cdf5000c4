import { expect, test } from 'vitest';
import { normalize } from './contact-points.ts';

test.each([
  ['email', ' Ada@Example.COM ', 'ada@example.com'],
  ['phone', '+86 (10) 6552-9988', '+861065529988'],
  ['phone', '0086 10 6552 9988', '+861065529988'],
  ['mobile', '１３８ 0013 8000', '13800138000'],
  ['wechat', 'Mei_Lin', 'mei_lin'],
])('a %s “%s” is compared as %s', (kind, value, expected) => {
  expect(normalize(kind, value)).toBe(expected);
});
