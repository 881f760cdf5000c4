import type { Assembly, Route } from '@tessera/core';
import { expect, test } from 'vitest';
import { recordReadOf } from './record-reads.ts';

type Paths = Pick<Assembly, 'models' | 'instances'>;
const ID = '0190d0b2-3f44-7c11-8a55-0123456789ab';

/** What paths are told from: the entity `desk.note` and the plugin's own routes. */
function assembly(...routes: readonly (readonly [Route['method'], string])[]): Paths {
  const own = routes.map(([method, path]) => ({ method, path }));
  return {
    models: new Map([['desk.note', { plugin: 'desk', options: { path: 'notes' } }]]),
    instances: new Map([['desk', { installed: { plugin: { routes: own } } }]]),
  } as unknown as Paths;
}

test.each([
  ['GET', '/api/desk/notes', 'list'],
  ['GET', `/api/desk/notes/${ID}`, 'get'],
  ['GET', `/api/desk/notes/${ID.toUpperCase()}`, 'get'],
  ['POST', '/api/desk/notes/query', 'query'],
  ['POST', '/api/desk/notes/aggregate', 'aggregate'],
  ['HEAD', '/api/desk/notes', undefined],
  ['GET', '/api/desk/notes/', undefined],
  ['GET', '/api/desk/notes/export', undefined],
  ['GET', '/api/desk/notes/query', undefined],
  ['GET', `/api/desk/notes/${ID}/history`, undefined],
  ['POST', '/api/desk/notes', undefined],
  ['POST', '/api/desk/notes/bulk', undefined],
  ['GET', '/api/desk/cards', undefined],
  ['GET', '/api/other/notes', undefined],
  ['GET', '/ui/desk/notes', undefined],
])('%s %s reads: %s', (method, path, read) => {
  expect(recordReadOf(method, path, assembly())?.read).toBe(read);
});

test.each([
  ['GET', '/notes', 'list'],
  ['GET', '/:anything', 'list'],
  ['GET', '/notes/:id', 'get'],
  ['GET', `/notes/${ID}`, 'get'],
  ['POST', '/notes/query', 'query'],
  ['POST', '/notes/:verb', 'query'],
  ['POST', '/*', 'query'],
  ['GET', '/notes/:id{[a-f0-9-]+}', 'get'],
] as const)('what a plugin answers at %s %s is no read of records', (method, path, read) => {
  const asked = { list: '', get: `/${ID}`, query: '/query' }[read];
  expect(recordReadOf(method, `/api/desk/notes${asked}`, assembly())?.read).toBe(read);
  expect(recordReadOf(method, `/api/desk/notes${asked}`, assembly([method, path]))?.read).toBe(
    undefined,
  );
});

test('other routes of the plugin leave its records alone', () => {
  const busy = assembly(['GET', '/notes/:id/tree'], ['POST', '/notes/:id'], ['GET', '/cards/:id']);
  expect(recordReadOf('GET', '/api/desk/notes', busy)?.read).toBe('list');
  expect(recordReadOf('GET', `/api/desk/notes/${ID}`, busy)?.read).toBe('get');
});
