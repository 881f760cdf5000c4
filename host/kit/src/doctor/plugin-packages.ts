import { readFile, realpath } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findPluginsAmong } from '@tessera/host';
import { satisfies } from 'semver';
import { readPluginFolder, type PluginFolder } from '../pack/plugin-folder.ts';
import { bad, good, type Finding } from './finding.ts';

const PARTS = ['@tessera/core', '@tessera/sdk', '@tessera/host', '@tessera/kit'];

/** Whether the packages of a plugin's folder fit together. */
export async function examinePackages(folder: string): Promise<readonly Finding[]> {
  let plugin: PluginFolder;
  try {
    plugin = await readPluginFolder(folder);
  } catch (error) {
    return [bad((error as Error).message, 'Mend the package, or make a plugin: tessera create')];
  }
  const { id, version } = plugin.manifest;
  return [
    good(`${id} ${version} is a plugin.`),
    ...(await examineParts(plugin)),
    ...(await examineLit(plugin)),
    ...(await examineCompanions(plugin)),
  ];
}

/** All parts of Tessera have one version, which the plugin accepts. */
async function examineParts({ folder, manifest }: PluginFolder): Promise<readonly Finding[]> {
  const versions = new Map<string, string>();
  for (const name of PARTS) {
    const version = await versionOf(name, folder);
    if (version) versions.set(name, version);
  }
  const absent = ['@tessera/sdk', '@tessera/host'].filter((name) => !versions.has(name));
  if (absent.length > 0)
    return [
      bad(`${absent.join(' and ')} are not installed.`, `npm install -D ${absent.join(' ')}`),
    ];
  const all = [...versions].map(([name, version]) => `${name} ${version}`).join(', ');
  if (new Set(versions.values()).size > 1)
    return [
      bad(
        `The parts of Tessera do not fit together: ${all}.`,
        'Give all of them the same version in package.json, then npm install.',
      ),
    ];
  const [engine = ''] = versions.values();
  return [
    satisfies(engine, manifest.engine)
      ? good(`Tessera ${engine} is what the plugin works with (${manifest.engine}).`)
      : bad(
          `The plugin works with Tessera ${manifest.engine}, and ${engine} is installed.`,
          'Install another version, or change tessera.engine in package.json after trying.',
        ),
  ];
}

/** Two copies of Lit do not know each other's templates and contexts. */
async function examineLit({ folder }: PluginFolder): Promise<readonly Finding[]> {
  const own = findFrom('lit', folder);
  const sdk = findFrom('@tessera/sdk', folder);
  const shared = sdk && findFrom('lit', dirname(sdk));
  if (!own || !shared) return [];
  return (await realpath(own)) === (await realpath(shared))
    ? [good('There is one copy of lit.')]
    : [
        bad(
          `There are two copies of lit: ${dirname(own)} and ${dirname(shared)}.`,
          `Give lit the version of @tessera/sdk in package.json (${await versionOf('lit', dirname(shared))}), then npm install.`,
        ),
      ];
}

async function examineCompanions(plugin: PluginFolder): Promise<readonly Finding[]> {
  const { folder, manifest } = plugin;
  const { dependencies, devDependencies, peerDependencies } = plugin.package;
  const names = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
  const file = pathToFileURL(join(folder, 'package.json'));
  const { plugins, rejected } = await findPluginsAmong(names, file);
  const faults = rejected.map(({ id, reason }) =>
    bad(`The plugin ${id} cannot be used: ${reason}`, 'Install another version of its package.'),
  );
  const wanted = Object.entries({ ...manifest.optional, ...manifest.requires });
  const found = wanted.flatMap(([id, range]) => {
    const other = plugins.find((one) => one.manifest.id === id);
    const isRequired = id in manifest.requires;
    if (!other)
      return isRequired
        ? [bad(`It requires ${id}, which is not installed.`, `npm install -D the package of ${id}`)]
        : [good(`${id} is optional and not installed.`)];
    const { version } = other.manifest;
    return satisfies(version, range)
      ? [good(`${id} ${version} fits ${range}.`)]
      : [
          bad(
            `It asks for ${id} ${range}, and ${version} is installed.`,
            `Install a version that fits, or change tessera.${isRequired ? 'requires' : 'optional'} in package.json.`,
          ),
        ];
  });
  return [...faults, ...found];
}

function findFrom(name: string, folder: string): string | undefined {
  try {
    return findPackageJSON(name, pathToFileURL(join(folder, 'package.json')));
  } catch {
    return undefined;
  }
}

async function versionOf(name: string, folder: string): Promise<string | undefined> {
  const file = findFrom(name, folder);
  if (!file) return undefined;
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}
