import type { Assembly, Route } from '@tessera/core';
import { expect, test } from 'vitest';
import { recordWriteOf } from './record-writes.ts';

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
  ['POST', '/api/desk/notes', 'create'],
  ['PATCH', `/api/desk/notes/${ID}`, 'update'],
  ['PUT', `/api/desk/notes/${ID}`, 'update'],
  ['POST', '/api/desk/notes/', undefined],
  ['POST', '/api/desk/notes/query', undefined],
  ['POST', '/api/desk/notes/bulk', undefined],
  ['POST', `/api/desk/notes/${ID}`, undefined],
  ['POST', `/api/desk/notes/${ID}/restore`, undefined],
  ['PATCH', '/api/desk/notes', undefined],
  ['PATCH', '/api/desk/notes/bulk', undefined],
  ['DELETE', `/api/desk/notes/${ID}`, undefined],
  ['GET', '/api/desk/notes', undefined],
  ['POST', '/api/desk/cards', undefined],
  ['POST', '/desk/notes', undefined],
])('%s %s is the write %s', (method, path, expected) => {
  expect(recordWriteOf(method, path, assembly())?.change).toBe(expected);
});

test.each([
  ['POST', '/api/desk/notes', 'POST', '/notes'],
  ['POST', '/api/desk/notes', 'POST', '/:any'],
  ['POST', '/api/desk/notes', 'POST', '/*'],
  ['PATCH', `/api/desk/notes/${ID}`, 'PATCH', '/notes/:id'],
  ['PUT', `/api/desk/notes/${ID}`, 'PUT', '/:some/:id'],
  ['PATCH', `/api/desk/notes/${ID}`, 'PATCH', `/notes/${ID}`],
] as const)('%s %s is left to a route %s %s of the plugin', (method, path, own, route) => {
  expect(recordWriteOf(method, path, assembly([own, route]))).toBeUndefined();
});

test('a route of another method or depth leaves the write to the core', () => {
  const paths = assembly(['GET', '/notes'], ['POST', '/notes/:id'], ['PATCH', '/notes/:id/pin']);
  expect(recordWriteOf('POST', '/api/desk/notes', paths)?.change).toBe('create');
  expect(recordWriteOf('PATCH', `/api/desk/notes/${ID}`, paths)?.change).toBe('update');
});
