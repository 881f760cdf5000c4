import type { AppMeta } from '@tessera/core';
import { expect, test } from 'vitest';
import { navigationItems, readRoute } from './route.ts';

function entity(id: string, path: string, auxiliary = false) {
  return { id, path, auxiliary, icon: 'box', plural: { en: id } };
}

const meta = {
  plugins: [{ id: 'zoo' }, { id: 'shop' }],
  entities: [
    entity('shop.item', 'shop/items'),
    entity('zoo.animal', 'zoo/animals'),
    entity('zoo.food', 'zoo/foods', true),
  ],
  contributions: [
    { plugin: 'shop', slot: 'app.nav', id: 'items', entity: 'shop.item', order: 10 },
    {
      plugin: 'tessera',
      slot: 'app.nav',
      id: 'users',
      path: '/tessera/users',
      label: { en: 'Users' },
      group: 'settings',
    },
    {
      plugin: 'zoo',
      slot: 'app.nav',
      id: 'map',
      path: '/zoo/map',
      label: { en: 'Map' },
      icon: 'map',
      order: 20,
    },
    { plugin: 'zoo', slot: 'app.nav', id: 'animals', entity: 'zoo.animal', order: 10 },
    { plugin: 'zoo', slot: 'app.nav', id: 'hidden', entity: 'zoo.secret', order: 5 },
    { plugin: 'zoo', slot: 'app.page', id: 'map', path: '/zoo/map', element: 'zoo-map' },
  ],
} as unknown as AppMeta;

test.each([
  ['/', { page: 'home' }],
  ['/zoo/animals', { page: 'list', entity: 'zoo.animal', creating: false }],
  ['/zoo/animals/', { page: 'list', entity: 'zoo.animal', creating: false }],
  ['/zoo/animals/new', { page: 'list', entity: 'zoo.animal', creating: true }],
  ['/zoo/animals/0198', { page: 'record', entity: 'zoo.animal', record: '0198' }],
  ['/zoo/animals/0198/more', { page: 'missing', plugin: 'zoo' }],
  ['/zoo/map', { page: 'contribution', path: '/zoo/map' }],
  ['/plugins', { page: 'plugins' }],
  ['/plugins/shop', { page: 'plugin', plugin: 'shop', tab: '' }],
  ['/plugins/shop/health', { page: 'plugin', plugin: 'shop', tab: 'health' }],
  ['/plugins/packages/abc', { page: 'package', digest: 'abc' }],
  ['/plugins/shop/health/more', { page: 'missing', plugin: 'plugins' }],
  ['/settings', { page: 'settings', section: 'profile' }],
  ['/settings/tokens', { page: 'settings', section: 'tokens' }],
  ['/settings/roles', { page: 'settings', section: 'roles' }],
  ['/settings/roles/r1', { page: 'role', role: 'r1', tab: '' }],
  ['/settings/roles/r1/fields', { page: 'role', role: 'r1', tab: 'fields' }],
  ['/search', { page: 'search' }],
  ['/import', { page: 'import', run: '' }],
  ['/import/0198', { page: 'import', run: '0198' }],
  ['/import/0198/more', { page: 'missing', plugin: 'import' }],
  ['/garden/roses', { page: 'missing', plugin: 'garden' }],
  ['/%E0%A4%A', { page: 'missing', plugin: '%E0%A4%A' }],
])('%s is a place', (path, route) => {
  expect(readRoute(path, meta)).toEqual(route);
});

test('the navigation follows the plugins, then the order of each, and leaves out what may not be seen', () => {
  expect(navigationItems(meta).map(({ path, group, icon }) => [path, group, icon])).toEqual([
    ['/zoo/animals', 'zoo', 'box'],
    ['/zoo/map', 'zoo', 'map'],
    ['/shop/items', 'shop', 'box'],
    ['/tessera/users', 'settings', 'circle'],
  ]);
});
