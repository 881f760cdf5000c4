import type { PluginManifest } from '@tessera/core';
import { validRange } from 'semver';

/** What is read of a plugin's `package.json`. */
export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly keywords?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly tessera?: Partial<PluginManifest>;
  readonly main?: string;
  readonly exports?: Exports;
}

/** `exports` of a package, or a part of it. */
export type Exports = string | null | { readonly [condition: string]: Exports };

/** Schemas of the database, and first steps of the addresses that the host itself answers. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    'x public tessera pgboss dw information_schema api',
    'access assembly audit auth bulk-runs docs fields files imports live meta',
    'openapi plugins privacy sample-data search settings setup sharing views',
    'assets healthz import invitation readyz reset vendor',
  ].flatMap((names) => names.split(' ')),
);

/** The identity of a plugin, from its package. */
export function readManifest({ tessera, name, version }: PackageJson): PluginManifest {
  return { requires: {}, optional: {}, ...tessera, name, version } as PluginManifest;
}

/** What is wrong with a manifest, as sentences for the one who wrote it. */
export function manifestFaults(manifest: PluginManifest): readonly string[] {
  const faults: string[] = [];
  if (typeof manifest.id !== 'string' || !/^[a-z][a-z0-9-]{0,39}$/.test(manifest.id)) {
    faults.push('tessera.id must be lower-case letters, digits and hyphens, at most 40.');
  } else if (RESERVED.has(manifest.id) || manifest.id.startsWith('pg-')) {
    faults.push(`tessera.id “${manifest.id}” is reserved.`);
  }
  if (!validRange(manifest.engine))
    faults.push('tessera.engine must be a range of versions, for example ^0.1.');
  for (const part of ['requires', 'optional'] as const) {
    // What a stranger has written may be anything.
    if (typeof manifest[part] !== 'object' || manifest[part] === null) {
      faults.push(`tessera.${part} must be an object: ranges of versions by the ids of plugins.`);
      continue;
    }
    for (const [id, range] of Object.entries(manifest[part])) {
      if (!validRange(range))
        faults.push(`tessera.${part}.${id} must be a range of versions, for example ^1.`);
    }
  }
  if (!manifest.label?.en) faults.push('tessera.label must have a text for en.');
  return faults;
}
