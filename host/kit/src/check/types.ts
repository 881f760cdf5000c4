import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Check, Finding } from './check.ts';
import type { CheckWorld, PackedPlugin } from './world.ts';

const run = promisify(execFile);

/** Partners build on a plugin with its contract alone. */
export const types: Check = {
  name: 'types',
  title:
    'Its types compile under strict with the contract alone, and know its hooks and events by name',
  async run(world) {
    const packed = await world.pack();
    const offered = packed.description.offers.map(({ name }) => name);
    if (!(await hasContract(packed)))
      return offered.map((name) => ({
        message: `It offers the hook ${name}, and has no contract that says what its taps are given.`,
        remedy: `Write src/contract.ts with: declare module '@tessera/sdk' { interface HookTypes { '${name}': HookType<…> } }`,
      }));
    const folder = await writeConsumer(world, packed);
    return [...(await compiles(folder, packed)), ...(await namesFindings(folder, packed))];
  },
};

async function hasContract({ folder }: PackedPlugin): Promise<boolean> {
  const { exports } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly exports?: Readonly<Record<string, unknown>>;
  };
  return exports !== undefined && './contract' in exports;
}

/** A project that has installed the plugin and the SDK, and nothing else. */
async function writeConsumer(world: CheckWorld, packed: PackedPlugin): Promise<string> {
  const folder = await world.makeFolder();
  const { name } = packed.description.manifest;
  // Copied: a link would be followed back to where there is no SDK beside it.
  await cp(packed.folder, join(folder, 'node_modules', name), { recursive: true });
  for (const [installed, target] of [
    ['@tessera/sdk', packageFolder('@tessera/sdk')],
    ...contractsOf(world),
  ] as const) {
    const place = join(folder, 'node_modules', installed);
    await mkdir(dirname(place), { recursive: true });
    await symlink(target, place, 'dir');
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      files: ['consumer.ts'],
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
        module: 'nodenext',
        target: 'es2024',
        types: [],
        lib: ['es2024'],
        noEmit: true,
        skipLibCheck: false,
      },
    }),
  );
  return folder;
}

/** The contracts of the plugins that it requires may stand in its own. */
function contractsOf({ companions }: CheckWorld): readonly (readonly [string, string])[] {
  return companions.flatMap(({ manifest, folder }) =>
    folder ? [[manifest.name, folder] as const] : [],
  );
}

function packageFolder(name: string): string {
  const file = findPackageJSON(name, import.meta.url);
  if (!file) throw new Error(`The package ${name} is not installed.`);
  return dirname(file);
}

async function compiles(folder: string, packed: PackedPlugin): Promise<readonly Finding[]> {
  const { name } = packed.description.manifest;
  const faults = await compile(
    folder,
    name,
    `import * as contract from '${name}/contract';\nimport '@tessera/sdk';\nexport const used = contract;\n`,
  );
  return faults.map((fault) => ({
    message: `The types of its contract do not compile for those who use them: ${fault}`,
    remedy:
      'Let src/contract.ts import nothing but @tessera/sdk and contracts of plugins that it requires, and write out the types of what it exports.',
  }));
}

/** Names that it offers are typed; others, misspelt ones for example, are errors. */
async function namesFindings(folder: string, packed: PackedPlugin): Promise<readonly Finding[]> {
  const { manifest, offers } = packed.description;
  const findings: Finding[] = [];
  for (const { name } of offers) {
    const faults = await compile(
      folder,
      manifest.name,
      `import '${manifest.name}/contract';\nimport type { HookTypes } from '@tessera/sdk';\nexport const hook: keyof HookTypes = '${name}';\n`,
    );
    if (faults.length > 0)
      findings.push({
        message: `Its contract does not declare the hook ${name}: taps on it are not typed.`,
        remedy: `Add to src/contract.ts: declare module '@tessera/sdk' { interface HookTypes { '${name}': HookType<…> } }`,
      });
  }
  const wrong = await compile(
    folder,
    manifest.name,
    `import '${manifest.name}/contract';\nimport type { EventTypes, HookTypes } from '@tessera/sdk';\nexport const hook: keyof HookTypes | keyof EventTypes = '${manifest.id}.there.isNoSuchName';\n`,
  );
  return wrong.length > 0
    ? findings
    : [
        ...findings,
        {
          message:
            'Its contract declares hooks or events by a pattern: names that do not exist compile too.',
          remedy: 'Declare each name of HookTypes and EventTypes by itself, not `[name: string]`.',
        },
      ];
}

/** Faults of the consumer and of the package `name`: declarations of the SDK, and of what it stands on, are not the plugin’s business. */
async function compile(folder: string, name: string, source: string): Promise<readonly string[]> {
  await writeFile(join(folder, 'consumer.ts'), source);
  const compiler = join(packageFolder('typescript'), 'bin/tsc');
  try {
    await run(process.execPath, [compiler, '-p', join(folder, 'tsconfig.json')], { cwd: folder });
    return [];
  } catch (error) {
    const { stdout = '', message } = error as { stdout?: string; message: string };
    return (stdout || message)
      .split('\n')
      .filter((line) => line.startsWith('consumer.ts') || line.includes(`node_modules/${name}/`));
  }
}
