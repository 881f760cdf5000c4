import type { FieldMeta } from '@tessera/core';
import { expect, test } from 'vitest';
import { matchHeaders } from './header-match.ts';

function field(name: string, en: string, zh: string, more: Partial<FieldMeta> = {}): FieldMeta {
  return {
    name,
    type: 'text',
    label: { en, 'zh-CN': zh },
    plugin: 'shop',
    system: false,
    access: 'write',
    required: false,
    readOnly: false,
    sortable: true,
    filterable: true,
    unique: false,
    multiline: false,
    ...more,
  };
}

const fields = [
  field('name', 'Name', '名称'),
  field('closeDate', 'Close date', '预计成交日期'),
  field('x_region', 'Region', '大区'),
  field('number', 'Number', '编号', { readOnly: true }),
  field('salary', 'Salary', '薪资', { access: 'read' }),
];

test('headers are matched by name and by label in both languages', () => {
  const headers = ['名称', 'CLOSE_DATE', 'region', 'Number', 'Salary', 'Whatever', 'name'];
  expect(matchHeaders(headers, { fields })).toEqual({
    mapping: {
      name: { column: '名称' },
      closeDate: { column: 'CLOSE_DATE' },
      x_region: { column: 'region' },
    },
    unmatched: ['Number', 'Salary', 'Whatever', 'name'],
  });
});
