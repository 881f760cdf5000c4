import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test('own paths are kept', () => {
  for (const path of ['/', '/customer/accounts/1?tab=a#b', '/x//y', '/a:b@c'])
    expect(returnPath(path)).toBe(path);
});

test('whatever a browser could read as another site becomes the start page', () => {
  const base = 'https://crm.example.com';
  const foreign = [
    undefined,
    '',
    'x',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    'javascript:alert(1)',
    `/${'a'.repeat(600)}`,
  ];
  for (const path of foreign) {
    expect(returnPath(path)).toBe('/');
    expect(new URL(returnPath(path), base).origin).toBe(base);
  }
});
