import { expect, test } from 'vitest';
import { readVisit } from './door-visit.ts';

test('who comes from nowhere has nothing to go on to', () => {
  expect(readVisit('')).toEqual({ isProviders: false, returnPath: '/' });
});

test('a provider sends back with a problem, or with a challenge and a path', () => {
  expect(readVisit('?problem=HOST_OIDC_FAILED')).toEqual({
    problem: 'HOST_OIDC_FAILED',
    isProviders: true,
    returnPath: '/',
  });
  expect(readVisit('?challenge=abc&return=%2Fsales%2Fleads%3Fview%3D1')).toEqual({
    challenge: 'abc',
    isProviders: true,
    returnPath: '/sales/leads?view=1',
  });
});

test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'x', '/\t/evil.example'])(
  'a path that leads away is not gone: %s',
  (path) => {
    const search = `?challenge=abc&return=${encodeURIComponent(path)}`;
    expect(readVisit(search).returnPath).toBe('/');
  },
);
