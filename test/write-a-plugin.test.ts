import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const BLOCK =
  /<!-- (?<path>examples\/loyalty\/\S+?)#L-(?<name>.+?) -->\n\n```\w+\n(?<code>.*?)\n```/gs;

const page = readFileSync(join(root, 'docs/write-a-plugin.md'), 'utf8');
const blocks = [...page.matchAll(BLOCK)].map(({ groups }) => ({
  path: groups?.['path'] ?? '',
  name: groups?.['name'] ?? '',
  code: groups?.['code'] ?? '',
}));

test('the tutorial shows code', () => {
  expect(blocks.length).toBeGreaterThan(15);
});

test('every block of TypeScript says where it stands', () => {
  expect(page.match(/```ts\n/g)).toHaveLength(blocks.length);
});

test.each(blocks)('$name stands in $path word for word', ({ path, name, code }) => {
  expect(readFileSync(join(root, path), 'utf8')).toContain(code);
  expect(code).toContain(name === '*' ? 'export' : name);
});
