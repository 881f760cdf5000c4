import type { PluginStatus } from '../kernel.ts';
import type { InstalledPlugin } from './plugin.ts';
import type { PluginRow } from './plugin-store.ts';

/** What an administrator sees of each installed plugin. */
export function pluginStatuses(
  installed: readonly InstalledPlugin[],
  rows: ReadonlyMap<string, PluginRow>,
  switching: ReadonlySet<string>,
): readonly PluginStatus[] {
  return installed.map(({ manifest }) => {
    const row = rows.get(manifest.id);
    const wanted = row?.wanted ?? 'disabled';
    const busy = wanted === 'enabled' ? ('draining' as const) : ('starting' as const);
    return {
      manifest,
      wanted,
      state: switching.has(manifest.id) ? busy : (row?.state ?? 'disabled'),
      ...(row?.reason ? { reason: row.reason } : {}),
      ...(row?.step ? { step: row.step } : {}),
      neededBy: installed
        .filter((other) => manifest.id in other.manifest.requires)
        .filter((other) => rows.get(other.manifest.id)?.state === 'active')
        .map((other) => other.manifest.id),
    };
  });
}
