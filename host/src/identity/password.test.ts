import { expect, test } from 'vitest';
import { findPasswordFault, hashPassword, verifyPassword } from './password.ts';

test.each([
  ['short', 'it needs at least 10 characters.'],
  ['x'.repeat(201), 'it has more than 200 characters.'],
  ['ababababababab', 'it repeats too few characters.'],
  ['1234567890', 'it is a row of keys or numbers.'],
  ['poiuytrewq', 'it is a row of keys or numbers.'],
  ['Password2026!', 'it is one of the most common passwords.'],
  ['P@ssw0rd1234', 'it is one of the most common passwords.'],
  ['Woaini1314!', 'it is one of the most common passwords.'],
  ['ada.lovelace99', 'it is your name or e-mail address.'],
])('the password %s is refused', (password, reason) => {
  expect(findPasswordFault(password, ['Ada Lovelace', 'ada.lovelace@example.com'])).toBe(reason);
});

test.each(['correct horse battery', '密码要足够长才安全可靠', 'kR7-quiet-harbour'])(
  'the password %s is good',
  (password) => {
    expect(findPasswordFault(password, ['Ada Lovelace', null])).toBeUndefined();
  },
);

test('a password is the same however its characters are composed', async () => {
  const stored = await hashPassword('caf\u00e9 am rhein');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword('cafe\u0301 am rhein', stored)).toBe(true);
  expect(await verifyPassword('cafe am rhein', stored)).toBe(false);
});
