import type { PluginFolder, PluginPackage } from './plugin-folder.ts';

const KEPT = [
  'name',
  'version',
  'description',
  'keywords',
  'license',
  'author',
  'contributors',
  'homepage',
  'repository',
  'bugs',
  'funding',
] as const;

/** The `package.json` of a built plugin: what it is, and no word of how it was made. */
export function builtPackage({ package: source, manifest, contract }: PluginFolder): object {
  const kept = KEPT.flatMap((key) => (source[key] === undefined ? [] : [[key, source[key]]]));
  const { name: _name, version: _version, ...tessera } = manifest;
  return {
    ...(Object.fromEntries(kept) as Partial<PluginPackage>),
    type: 'module',
    exports: {
      '.': './server.js',
      ...(contract
        ? { './contract': { types: './types/contract.d.ts', default: './contract.js' } }
        : {}),
      './package.json': './package.json',
    },
    tessera,
  };
}
