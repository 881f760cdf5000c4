import type { PluginManifest } from './plugin.ts';

/** The plugins that can be active together, in order, and why the others cannot. */
export interface PluginOrder {
  /** By `requires`, ties by id. */
  readonly order: readonly string[];
  /** Reason by id. */
  readonly blocked: ReadonlyMap<string, string>;
}

/** Orders wanted plugins by what they require. Optional dependencies never order. */
export function orderPlugins(
  manifests: readonly PluginManifest[],
  satisfies: (version: string, range: string) => boolean,
): PluginOrder {
  const byId = new Map(manifests.map((manifest) => [manifest.id, manifest]));
  const blocked = new Map<string, string>();
  const order: string[] = [];
  const visiting: string[] = [];
  const visit = (id: string): boolean => {
    if (order.includes(id)) return true;
    if (blocked.has(id)) return false;
    const manifest = byId.get(id);
    if (!manifest) return false;
    if (visiting.includes(id)) {
      blocked.set(
        id,
        `it requires itself: ${[...visiting.slice(visiting.indexOf(id)), id].join(' → ')}`,
      );
      return false;
    }
    visiting.push(id);
    for (const [needed, range] of Object.entries(manifest.requires).toSorted(byKey)) {
      const found = byId.get(needed);
      const reason = !found
        ? `it requires ${needed}, which is not enabled`
        : !satisfies(found.version, range)
          ? `it requires ${needed} ${range}, and ${found.version} is installed`
          : !visit(needed)
            ? `it requires ${needed}, which cannot be enabled`
            : undefined;
      if (reason && !blocked.has(id)) blocked.set(id, reason);
    }
    visiting.pop();
    if (blocked.has(id)) return false;
    order.push(id);
    return true;
  };
  for (const id of [...byId.keys()].toSorted()) visit(id);
  return { order, blocked };
}

function byKey(one: readonly [string, string], two: readonly [string, string]): number {
  return one[0] < two[0] ? -1 : 1;
}
