import { createRequire } from 'node:module';

/** The version that the `engine` of a plugin is compared with. */
export function coreVersion(): string {
  const manifest = createRequire(import.meta.url)('../../package.json') as { version: string };
  return manifest.version;
}
