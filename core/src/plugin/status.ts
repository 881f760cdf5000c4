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

/** The plugins that must be on for this one and are not, in the order in which they can be enabled. */
export function missingRequirements(
  id: string,
  installed: ReadonlyMap<string, InstalledPlugin>,
  isOn: (id: string) => boolean,
  seen = new Set<string>(),
): readonly string[] {
  const plugin = installed.get(id);
  if (!plugin || seen.has(id)) return [];
  seen.add(id);
  const missing = Object.keys(plugin.manifest.requires).flatMap((needed) =>
    isOn(needed) ? [] : [...missingRequirements(needed, installed, isOn, seen), needed],
  );
  return [...new Set(missing)];
}

/** The enabled plugins that require this one, and those that require them, in the order in which they can be disabled. */
export function dependantsOf(id: string, statuses: readonly PluginStatus[]): readonly string[] {
  const direct = statuses.find((status) => status.manifest.id === id)?.neededBy ?? [];
  return [...new Set(direct.flatMap((one) => [...dependantsOf(one, statuses), one]))];
}
