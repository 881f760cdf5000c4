import { readFile, glob } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { tokens } from '../../../sdk/src/ui/tokens.ts';

const root = join(import.meta.dirname, '../../..');

test('the manual shows the code that runs', async () => {
  const manual = await readFile(join(root, 'docs/ui-elements.md'), 'utf8');
  const ui = join(import.meta.dirname, '../src/ui');
  const missing: string[] = [];
  for await (const name of glob(['*-example.ts', 'people-card.ts'], { cwd: ui })) {
    const source = await readFile(join(ui, name), 'utf8');
    if (name !== 'people-example.ts' && !manual.includes(source.trim()))
      missing.push(basename(name));
  }
  expect(missing).toEqual([]);
});

test('the manual and the theme know every token', async () => {
  const manual = await readFile(join(root, 'docs/ui-elements.md'), 'utf8');
  const theme = await readFile(join(root, 'host/shell/theme.css'), 'utf8');
  const unknown = tokens.filter(
    ({ name }) => !manual.includes(`\`${name}\``) || !theme.includes(`${name}:`),
  );
  expect(unknown).toEqual([]);
});
