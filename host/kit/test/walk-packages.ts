import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { list } from 'tar';
import type { Walk } from './walk-steps.ts';

const ROOT = join(import.meta.dirname, '../../..');
const TOOLS = ['vitest', 'typescript', '@types/node'];

/** Packs this workspace and installs the packages in a folder; answers what is in them. */
export async function installPackages(walk: Walk, home: string): Promise<readonly string[]> {
  const packages = join(home, 'packages');
  await mkdir(packages);
  await walk.run('npm run packages', ROOT, 'npm', 'run', 'packages', '--', packages);
  const tarballs = (await readdir(packages)).map((name) => join(packages, name));
  const { devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const tools = TOOLS.map((name) => `${name}@${devDependencies[name]}`);
  const flags = ['-D', '--prefer-offline', '--no-audit', '--no-fund'];
  await walk.run('npm install', home, 'npm', 'install', ...flags, ...tarballs, ...tools);
  return namesIn(tarballs);
}

async function namesIn(tarballs: readonly string[]): Promise<readonly string[]> {
  const names: string[] = [];
  for (const file of tarballs)
    await list({ file, onReadEntry: ({ path }) => void names.push(`${file}:${path}`) });
  return names;
}
