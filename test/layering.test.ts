import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);

/** Each row plants one broken rule and names what the linter must say about it. */
const broken: readonly (readonly [rule: string, file: string, source: string, message: string])[] =
  [
    [
      'core imports the sdk',
      'core/src/planted/a.ts',
      "import '@tessera/sdk';",
      'core imports nothing of ours',
    ],
    [
      'core climbs out',
      'core/src/planted/b.ts',
      "import '../../../sdk/src/index.ts';",
      'core imports nothing of ours',
    ],
    [
      'sdk imports the host',
      'sdk/src/planted-a.ts',
      "import '@tessera/host';",
      'sdk imports core only',
    ],
    [
      'host names a plugin',
      'host/src/planted/a.ts',
      "import '@tessera/customer';",
      'host names no plugin',
    ],
    [
      'host loads a plugin by name',
      'host/src/planted/b.ts',
      "export const load = (): unknown => import('@tessera/customer');",
      'host names no plugin',
    ],
    [
      'host passes a plugin on',
      'host/src/planted/c.ts',
      "export { customer } from '@tessera/customer';",
      'host names no plugin',
    ],
    [
      'a plugin imports core',
      'plugins/sales/src/planted/a.ts',
      "import '@tessera/core';",
      'a plugin imports @tessera/sdk',
    ],
    [
      'a plugin imports the host',
      'plugins/sales/src/planted/b.ts',
      "import '@tessera/host';",
      'a plugin imports @tessera/sdk',
    ],
    [
      'a plugin imports another plugin',
      'plugins/sales/src/planted/c.ts',
      "import '@tessera/customer';",
      'a plugin imports @tessera/sdk',
    ],
    [
      'a plugin loads another plugin',
      'plugins/sales/src/planted/e.ts',
      "export const load = (): unknown => import('@tessera/customer');",
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
      'host/shell/planted/a.ts',
      "import '../../src/server/app.ts';",
      'the shell sees its own rooms',
    ],
    [
      'the shell runs code of core',
      'host/shell/planted-b.ts',
      "import { defineEntity } from '@tessera/core';\nexport const define = defineEntity;",
      'the shell takes types of @tessera/core only',
    ],
    [
      'a test of a plugin reaches past the door of the host',
      'plugins/sales/test/planted-a.test.ts',
      "import '@tessera/host';",
      'a test uses the door',
    ],
    [
      'a test of a plugin reaches into core',
      'plugins/sales/test/planted-b.test.ts',
      "import '@tessera/core';",
      'a test uses the door',
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
    [
      'an element in a file of another name',
      'host/shell/planted-list.ts',
      "import { LitElement } from 'lit';\nimport { customElement } from 'lit/decorators.js';\n@customElement('ts-other')\nexport class Other extends LitElement {}",
      'file-name-matches-element',
    ],
    [
      'an element of a plugin in a file of another name',
      'plugins/sales/src/ui/planted-board.ts',
      "import { TesseraElement } from '@tessera/sdk/ui';\nexport class SalesBoard extends TesseraElement {}",
      'file-name-matches-element',
    ],
  ];
const partner = [
  'core/src/planted/f.ts',
  "import { e } from './e.ts';\nexport const f = (): unknown => e;",
] as const;
const allowed = [
  [
    'plugins/sales/src/planted/g.ts',
    "import '@tessera/sdk';\nimport '@tessera/customer/contract';",
  ],
  ['plugins/sales/src/ui/planted-g.ts', "import '../contract.ts';\nimport '@tessera/sdk/ui';"],
  [
    'plugins/sales/test/planted-g.test.ts',
    "import '@tessera/host/testing';\nimport '@tessera/sales';",
  ],
  ['host/src/planted/g.ts', "import '@tessera/core';\nimport '@tessera/sdk';"],
  [
    'host/shell/planted-g.ts',
    "import type { Kernel } from '@tessera/core';\nimport '@tessera/sdk/ui';\nexport type K = Kernel;",
  ],
] as const;

interface Diagnostic {
  readonly filename: string;
  readonly code: string;
  readonly message: string;
  readonly help?: string | null;
}
let folder: string;
let diagnostics: readonly Diagnostic[] = [];

// Planted beside the repository, never in it: a run that is killed leaves nothing that other checks could trip over.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-layering-'));
  await copyFile(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const planted = [
    ...broken.map(([, file, source]) => [file, source] as const),
    partner,
    ...allowed,
  ];
  for (const [file, source] of planted) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${source}\n`);
  }
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const found = await run(
    process.execPath,
    [oxlint, '--format=json', ...planted.map(([file]) => file)],
    {
      cwd: folder,
      maxBuffer: 2 ** 25,
    },
  ).catch((failure: { stdout: string; stderr: string }) => failure);
  diagnostics = (JSON.parse(found.stdout) as { diagnostics: Diagnostic[] }).diagnostics;
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

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
