import { expect, test } from 'vitest';
import { findIssuerFault } from './issuer.ts';

test('a provider is reached over https, or on this machine', () => {
  for (const issuer of [
    'https://login.example.com',
    'https://10.0.0.5/realms/staff',
    'http://localhost:8080',
    'http://127.0.0.1:3000/x',
    'http://[::1]:3000',
  ])
    expect(findIssuerFault(issuer)).toBeUndefined();
  for (const issuer of [
    '',
    'login.example.com',
    'http://login.example.com',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'https://user:secret@login.example.com',
    'https://login.example.com/?x=1',
    'https://login.example.com/#x',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])
    expect(findIssuerFault(issuer)).toBeTypeOf('string');
});
