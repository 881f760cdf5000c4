import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = globSync('{core,host,sdk,plugins/*}/src/**/errors.ts', { cwd: root });
const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');

interface Template {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

async function declared(): Promise<readonly Template[]> {
  const modules = await Promise.all(
    files.map(
      (file) =>
        import(join(root, file)) as Promise<{
          errors: { templates: Readonly<Record<string, Template>> };
        }>,
    ),
  );
  return modules.flatMap(({ errors }) => Object.values(errors.templates));
}

/** Rows of the tables: code, what stands in the next cell, and whether every cell says something. */
const rows = page
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .flatMap(([, code = '', ...cells]) =>
    /^`[A-Z_]+`$/.test(code) ? [{ code: code.slice(1, -1), cells: cells.slice(0, -1) }] : [],
  );

test('every declared error stands on the page once, with its status', async () => {
  const templates = await declared();
  expect(templates.length).toBeGreaterThan(50);
  const codes = templates.map(({ code }) => code);
  expect(codes.toSorted()).toEqual([...new Set(codes)].toSorted());
  const written = rows
    .filter(({ cells }) => cells.length === 3)
    .map(({ code, cells }) => `${code} ${cells[0]}`);
  expect(written.toSorted()).toEqual(
    templates.map(({ code, status }) => `${code} ${status}`).toSorted(),
  );
});

test('every code that the sources name stands on the page, and no other', () => {
  const sources = globSync('{core,host,sdk,plugins/*}/src/**/*.ts', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts'),
  );
  const named = sources.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(/'((?:CORE|HOST|CUSTOMER|SALES)_[A-Z_]+)'/g)].map(([, code]) =>
      String(code),
    );
  });
  expect(rows.map(({ code }) => code).toSorted()).toEqual([...new Set(named)].toSorted());
});

test('every code says when it comes and what to do', () => {
  expect(rows.filter(({ cells }) => cells.some((cell) => cell === ''))).toEqual([]);
});
