import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);

/** Each row plants one broken rule and names what the linter must say about it. */
const broken: readonly (readonly [rule: string, file: string, source: string, message: string])[] = [
  ['core imports the sdk', 'core/src/planted/a.ts', "import '@tessera/sdk';", 'core imports nothing of ours'],
  ['core climbs out', 'core/src/planted/b.ts', "import '../../../sdk/src/index.ts';", 'core imports nothing of ours'],
  ['sdk imports the host', 'sdk/src/planted-a.ts', "import '@tessera/host';", 'sdk imports core only'],
  ['host names a plugin', 'host/src/planted/a.ts', "import '@tessera/customer';", 'host names no plugin'],
  ['a plugin imports core', 'plugins/sales/src/planted/a.ts', "import '@tessera/core';", 'a plugin imports @tessera/sdk'],
  ['a plugin imports the host', 'plugins/sales/src/planted/b.ts', "import '@tessera/host';", 'a plugin imports @tessera/sdk'],
  [
    'a plugin imports another plugin',
    'plugins/sales/src/planted/c.ts',
    "import '@tessera/customer';",
    'a plugin imports @tessera/sdk',
  ],
  [
    'a plugin climbs into another',
    'plugins/sales/src/planted/d.ts',
    "import '../../../customer/src/index.ts';",
    'a plugin imports @tessera/sdk',
  ],
  [
    'the browser side imports a service',
    'plugins/sales/src/ui/planted-a.ts',
    "import '../services/stage-rules.ts';",
    'the browser side sees its own folder',
  ],
  [
    'the shell imports the server',
    'host/src/shell/planted-a.ts',
    "import '../server/app.ts';",
    'the shell sees its own folder',
  ],
  ['a default export', 'core/src/planted/c.ts', 'export default 1;', 'no-default-export'],
  [
    'a type imported as a value',
    'core/src/planted/d.ts',
    "import { Kernel } from '../kernel.ts';\nexport const kernel: Kernel | undefined = undefined;",
    'consistent-type-imports',
  ],
  [
    'a circle of imports',
    'core/src/planted/e.ts',
    "import { f } from './f.ts';\nexport const e = (): unknown => f;",
    'no-cycle',
  ],
];
const partner = ['core/src/planted/f.ts', "import { e } from './e.ts';\nexport const f = (): unknown => e;"] as const;
const allowed = [
  ['plugins/sales/src/planted/g.ts', "import '@tessera/sdk';\nimport '@tessera/customer/contract';"],
  ['host/src/planted/g.ts', "import '@tessera/core';\nimport '@tessera/sdk';"],
] as const;

interface Diagnostic {
  readonly filename: string;
  readonly code: string;
  readonly message: string;
  readonly help?: string | null;
}
let diagnostics: readonly Diagnostic[] = [];
const planted = [...broken.map(([, file, source]) => [file, source] as const), partner, ...allowed];

beforeAll(async () => {
  for (const [file, source] of planted) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), `${source}\n`);
  }
  const files = planted.map(([file]) => file);
  const found = await run(process.execPath, ['node_modules/oxlint/bin/oxlint', '--format=json', ...files], {
    cwd: root,
    maxBuffer: 2 ** 25,
  }).catch((failure: { stdout: string; stderr: string }) => failure);
  diagnostics = (JSON.parse(found.stdout) as { diagnostics: Diagnostic[] }).diagnostics;
}, 60_000);

afterAll(async () => {
  await Promise.all(planted.map(([file]) => rm(join(root, file), { force: true })));
  for (const folder of ['core/src/planted', 'host/src/planted', 'plugins/sales/src/planted']) {
    await rm(join(root, folder), { recursive: true, force: true });
  }
});

function said(file: string): string {
  return diagnostics
    .filter((diagnostic) => diagnostic.filename === file)
    .map((diagnostic) => `${diagnostic.code} ${diagnostic.message} ${diagnostic.help ?? ''}`)
    .join('\n');
}

test.each(broken)('the linter refuses it when %s', (_rule, file, _source, message) => {
  expect(said(file)).toContain(message);
});

test.each(allowed)('%s may import what it imports', (file) => {
  expect(said(file)).not.toContain('no-restricted-imports');
});
