import { expect, test } from 'vitest';
import { reasonText } from './import-reasons.ts';

const labels = new Map([
  ['name', '名称'],
  ['stock', '库存'],
  ['parts', '零件'],
]);

test.each([
  ['“a.csv” cannot be read as a table: it is empty.', '文件是空的，没有可导入的内容。'],
  [
    '“a.csv” cannot be read as a table: line 3: odd.',
    '无法将此文件读取为表格。请检查文件内容与编码。',
  ],
  ['Changed since: name, stock.', '导入后被修改：名称、库存。'],
  ['Changed since: name, other.', '导入后被修改：name, other。'],
  ['Other records point to it: parts.', '仍被其他记录引用：零件。'],
  ['Something that nobody has translated.', 'Something that nobody has translated.'],
])('%s', (reason, chinese) => {
  expect(reasonText(reason, 'zh-CN', labels)).toBe(chinese);
  expect(reasonText(reason, 'en', labels)).toBe(reason);
});
