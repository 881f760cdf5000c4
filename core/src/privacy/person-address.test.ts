import { expect, test } from 'vitest';
import { readAddress } from './person-address.ts';

test.each([
  [' Ada.Quill@Example.COM ', 'email', 'ada.quill@example.com'],
  ['ａｄａ@example.com', 'email', 'ada@example.com'],
  ['+44 (0)20 7946-0018', 'phone', '4402079460018'],
  ['0086 138 0013 8000', 'phone', '8613800138000'],
  ['138.0013.8000', 'phone', '13800138000'],
])('%s is one address however it is written', (text, kind, value) => {
  expect(readAddress(text)).toEqual({ kind, value });
});

test.each(['', '—', '12345', 'room 4711007', 'ada@', '@example.com', '1987-03-09 at noon'])(
  '“%s” is none',
  (text) => {
    expect(readAddress(text)).toBeUndefined();
  },
);

test('a kind that is asked for is not taken for the other', () => {
  expect(readAddress('+442079460018', 'email')).toBeUndefined();
  expect(readAddress('ada@example.com', 'phone')).toBeUndefined();
});
