import { expect, test } from 'vitest';
import en from './en.json' with { type: 'json' };
import zhCn from './zh-CN.json' with { type: 'json' };

const placeholders = (text: string): readonly string[] =>
  (text.match(/\{\{\w+\}\}/g) ?? []).toSorted();

test('both languages have the same texts with the same places in them', () => {
  expect(Object.keys(zhCn)).toEqual(Object.keys(en));
  const chinese: Readonly<Record<string, string>> = zhCn;
  for (const [key, text] of Object.entries(en))
    expect([key, placeholders(chinese[key] ?? '')]).toEqual([key, placeholders(text)]);
});
