import type { InstalledPlugin, Plugin, PluginManifest } from '@tessera/core';

/** A plugin of a test with a manifest; what is not given has a value that fits. */
export function installed(
  plugin: Plugin,
  manifest: Partial<PluginManifest> & { readonly id: string },
): InstalledPlugin {
  return {
    plugin,
    manifest: {
      name: manifest.id,
      version: '1.0.0',
      engine: '*',
      requires: {},
      optional: {},
      label: { en: manifest.id },
      ...manifest,
    },
  };
}
