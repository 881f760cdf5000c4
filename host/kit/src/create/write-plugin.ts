import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { PluginAnswers } from './plugin-answers.ts';

const TEMPLATES = join(import.meta.dirname, '../../templates');
const OWN_PACKAGE = join(import.meta.dirname, '../../package.json');

interface NewPackage {
  readonly devDependencies: Record<string, string>;
  readonly tessera: { readonly requires: Record<string, string> };
}

/**
 * Writes a new plugin into a folder, which is made when it is not there.
 * @returns the files, relative to the folder
 * @throws Error when the folder has something in it
 */
export async function writePlugin(folder: string, answers: PluginAnswers): Promise<string[]> {
  await refuseFull(folder);
  const files = await readTemplate('plugin');
  if (answers.customer)
    for (const [name, content] of await readTemplate('customer')) files.set(name, content);
  files.set('package.json', await completePackage(files.get('package.json')!, answers));
  for (const [name, content] of files) {
    const file = join(folder, fill(name, answers).replace(/^gitignore$/, '.gitignore'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, fill(content, answers));
  }
  return [...files.keys()].map((name) => fill(name, answers)).toSorted();
}

async function refuseFull(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new Error(`${folder} is a file. Name a folder.`);
    throw error;
  });
  const [first] = names.filter((name) => name !== '.git');
  if (first !== undefined)
    throw new Error(
      `${folder} is not empty: it has ${first}. Nothing was written. Name a new folder, for example: tessera create my-folder`,
    );
}

async function readTemplate(name: string): Promise<Map<string, string>> {
  const root = join(TEMPLATES, name);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== '.DS_Store');
  return new Map(
    await Promise.all(
      files.map(async (entry) => {
        const file = join(entry.parentPath, entry.name);
        return [relative(root, file), await readFile(file, 'utf8')] as const;
      }),
    ),
  );
}

/** The template is a plugin that works; only its names are exchanged. */
function fill(text: string, { id, label }: PluginAnswers): string {
  const camel = id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return text
    .replaceAll('my-plugin', id)
    .replaceAll('myPlugin', camel)
    .replaceAll('My plugin', () => label.en)
    .replaceAll('我的插件', () => label['zh-CN']);
}

/** The packages of Tessera as the kit itself has them: they fit together. */
async function completePackage(text: string, answers: PluginAnswers): Promise<string> {
  const { version } = JSON.parse(await readFile(OWN_PACKAGE, 'utf8')) as { version: string };
  const made = JSON.parse(text) as NewPackage;
  for (const name of Object.keys(made.devDependencies))
    if (name.startsWith('@tessera/')) made.devDependencies[name] = version;
  if (answers.customer) {
    made.devDependencies['@tessera/customer'] = version;
    made.tessera.requires['customer'] = `^${version.split('.').slice(0, 2).join('.')}`;
  }
  return `${JSON.stringify(made, undefined, 2)}\n`;
}
