import { expect, test } from 'vitest';
import { exportUrl } from './export-link.ts';

test('an export asks for the records, order and columns of its list', () => {
  const url = new URL(
    exportUrl(
      { path: 'shop/parts' },
      {
        format: 'xlsx',
        filter: { kind: 'a&b' },
        search: '螺丝',
        sort: { field: 'sku', direction: 'desc' },
        columns: ['name', { field: 'maker' }],
        locale: 'zh-CN',
      },
    ),
    'http://localhost',
  );
  expect(url.pathname).toBe('/api/shop/parts/export');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    format: 'xlsx',
    columns: 'name,maker',
    _sort: 'sku',
    _order: 'desc',
    q: '螺丝',
    filter: '{"kind":"a&b"}',
    locale: 'zh-CN',
  });
  expect(exportUrl({ path: 'shop/parts' }, { format: 'csv', sort: null, columns: null })).toBe(
    '/api/shop/parts/export?format=csv',
  );
});
