import { expect, test } from 'vitest';
import { readAddress } from './person-address.ts';
import { suppressedForm } from './suppressed-form.ts';

function formOf(text: string, kind?: 'phone'): string | undefined {
  const address = readAddress(text, kind);
  return address && suppressedForm(address);
}

test.each([
  ['ada.quill@example.com', 'Ada.Quill+crm@Example.com'],
  ['ada.quill@example.com', 'ada.\u200Bquill@example.com'],
  ['ada@xn--exmple-cua.de', 'ada@exämple.de'],
  ['ada@example.com', 'ada@example.com.'],
  ['ada.quill@gmail.com', 'adaq.uill@googlemail.com'],
  ['+44 20 7946 0018', '020 7946 0018'],
  ['+44 20 7946 0018', '0044 (0)20–7946–0018'],
  ['+86 138 0013 8000', '13800138000'],
])('%s and %s reach the same person', (one, other) => {
  expect(formOf(one)).toBeDefined();
  expect(formOf(other)).toBe(formOf(one));
});

test('in a field for telephones words and an extension stand beside the number', () => {
  expect(formOf('Tel. +44 20 7946 0018 ext. 12', 'phone')).toBe(formOf('+442079460018'));
  expect(formOf('Tel. +44 20 7946 0018')).toBeUndefined();
});

test.each([
  ['ada.quill@example.com', 'adaquill@example.com'],
  ['ada@example.com', 'ada@example.org'],
  ['+ada@example.com', '+bo@example.com'],
  ['+44 20 7946 0018', '+44 20 7946 0019'],
])('%s and %s do not', (one, other) => {
  expect(formOf(one)).not.toBe(formOf(other));
});
