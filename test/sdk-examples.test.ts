import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;
const SOURCES = ['core/src/**/*.ts', 'sdk/src/**/*.ts'];
const DOORS = ['sdk/src/index.ts', 'sdk/src/ui/index.ts'];
/** Besides every exported function, class and element. */
const WITH_EXAMPLE = [
  'Context',
  'Contribution',
  'Entity',
  'EntityTypes',
  'EventTypes',
  'HookTypes',
  'PermissionTypes',
  'Plugin',
  'Records',
  'Route',
  'ServiceTypes',
  'SlotTypes',
];

interface Declaration {
  readonly name: string;
  readonly kind: string;
  readonly file: string;
  readonly comment: string;
}

const declarations = globSync(SOURCES, { cwd: ROOT })
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap(declarationsOf);
let folder: string;

beforeAll(async () => {
  await mkdir(join(ROOT, 'sdk/temp'), { recursive: true });
  folder = await mkdtemp(join(ROOT, 'sdk/temp/examples-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('all that plugins call, extend or write has an example', () => {
  const exported = new Set(DOORS.flatMap(namesOf));
  const wanted = declarations.filter(
    ({ name, kind }) =>
      (exported.has(name) && /function|class/.test(kind)) || WITH_EXAMPLE.includes(name),
  );
  const shown = new Set(
    declarations.filter(({ comment }) => comment.includes('@example')).map(({ name }) => name),
  );
  expect(wanted.length).toBeGreaterThan(50);
  expect([...new Set(wanted.map(({ name }) => name))].filter((name) => !shown.has(name))).toEqual(
    [],
  );
});

test('every example compiles under strict', { timeout: 300_000 }, async () => {
  const examples = declarations.flatMap(({ name, file, comment }) =>
    [...comment.matchAll(/```(ts|html)\n(.*?)```/gs)].map(([, language, code]) => ({
      title: `${file} ${name}`,
      code: language === 'html' ? elementsOf(code ?? '') : (code ?? ''),
    })),
  );
  await Promise.all(
    examples.map(({ title, code }, place) =>
      writeFile(join(folder, `example-${place}.ts`), `// ${title}\n${code}\nexport {};\n`),
    ),
  );
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG));
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const output = await promisify(execFile)(tsc, ['-p', folder]).then(
    ({ stdout }) => stdout,
    (error: { readonly stdout: string }) => error.stdout,
  );
  const faults = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^.*example-(\d+)\.ts/, (_, at) => examples[Number(at)]!.title));
  expect(faults).toEqual([]);
});

const CONFIG = {
  extends: '../../../tsconfig.json',
  compilerOptions: {
    composite: false,
    noEmit: true,
    rootDir: ROOT,
    lib: ['es2024', 'dom', 'dom.iterable'],
    erasableSyntaxOnly: false,
    experimentalDecorators: true,
    useDefineForClassFields: false,
    rewriteRelativeImportExtensions: false,
    allowImportingTsExtensions: true,
  },
  files: [],
  references: [],
  include: ['*.ts'],
};

/** Exported declarations with the comments before them. */
function declarationsOf(file: string): Declaration[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const pattern =
    /\/\*\*((?:(?!\*\/).)*)\*\/\s*(?:\/\/[^\n]*\n)*(?:@\w+\([^\n]*\)\n)?export (?:async |declare )?(function|class|interface|const|type) (\w+)/gs;
  return [...source.matchAll(pattern)].map(([, comment = '', kind = '', name = '']) => ({
    name,
    kind,
    file,
    comment: comment.replaceAll(/^ *\* ?/gm, ''),
  }));
}

function namesOf(door: string): string[] {
  const source = readFileSync(join(ROOT, door), 'utf8');
  return [...source.matchAll(/export \{(.*?)\}/gs)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.replace('type ', '').trim()),
  );
}

/** Tags and attributes of an example in HTML, as a program that compiles when they are those of elements. */
function elementsOf(html: string): string {
  const tags = [...html.matchAll(/<(ts-[\w-]+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*>/g)];
  const lines = tags.flatMap(([, tag, attributes = ''], place) => [
    `declare const element${place}: HTMLElementTagNameMap['${tag}'];`,
    ...[...attributes.matchAll(/([\w-]+)(?:="[^"]*")?/g)].map(
      ([, name]) => `void element${place}.${name};`,
    ),
  ]);
  return `import '@tessera/sdk/ui';\n${lines.join('\n')}`;
}
