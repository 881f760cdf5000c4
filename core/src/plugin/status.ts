import type { PluginState, PluginStatus } from '../kernel.ts';
import type { LifeState } from './life-state.ts';
import type { InstalledPlugin, PluginManifest } from './plugin.ts';
import type { PluginRow } from './plugin-store.ts';

/** What an administrator sees of each plugin that is installed or has left data behind. */
export function pluginStatuses(state: LifeState): readonly PluginStatus[] {
  const platform = state.options.platform.manifest.id;
  const ids = new Set([...state.installed.keys(), ...state.rows.keys()]);
  return [...ids].filter((id) => id !== platform).map((id) => statusFrom(state, id));
}

function statusFrom(life: LifeState, id: string): PluginStatus {
  const row = life.rows.get(id);
  const plugin = life.installed.get(id);
  const running = life.leases?.current.instances.get(id);
  const reason = reasonFor(life, id, row);
  const digest = row?.digest ?? plugin?.digest;
  return {
    manifest: plugin?.manifest ?? row?.manifest ?? bareManifest(id, row),
    wanted: row?.wanted ?? 'disabled',
    state: stateFor(life, id, row),
    ...(running ? { running: running.manifest.version } : {}),
    origin: row?.origin ?? plugin?.origin ?? 'application',
    ...(digest ? { digest } : {}),
    revision: row?.revision ?? 0,
    crashes: row?.crashes ?? 0,
    ...(reason ? { reason } : {}),
    ...(row?.step ? { step: row.step } : {}),
    ...(row?.lastFailure ? { lastFailure: row.lastFailure } : {}),
    neededBy: [...life.installed.values()]
      .filter((other) => id in other.manifest.requires)
      .filter((other) => life.rows.get(other.manifest.id)?.state === 'active')
      .map((other) => other.manifest.id),
  };
}

function stateFor(life: LifeState, id: string, row: PluginRow | undefined): PluginState {
  if (life.switching.has(id)) return row?.wanted === 'enabled' ? 'draining' : 'starting';
  if (!row) return 'disabled';
  if (life.options.safeMode) return row.state === 'active' ? 'disabled' : row.state;
  const { leases } = life;
  if (leases?.current.instances.has(id)) return 'active';
  if (life.faults.has(id)) return 'failed';
  // Another host has said so, or is about to say something else.
  if (leases && row.state === 'active') return row.wanted === 'enabled' ? 'blocked' : 'disabled';
  const isGone = !life.installed.has(id) && row.origin !== 'package';
  return isGone && row.state !== 'quarantined' ? 'removed' : row.state;
}

function reasonFor(life: LifeState, id: string, row: PluginRow | undefined): string | undefined {
  if (life.options.safeMode && row?.wanted === 'enabled')
    return 'The host runs in safe mode: no plugin is started.';
  return life.faults.get(id) ?? row?.reason ?? undefined;
}

/** Of a plugin that is known by its id alone. */
function bareManifest(id: string, row: PluginRow | undefined): PluginManifest {
  const version = row?.version ?? '';
  return { id, name: id, version, engine: '*', requires: {}, optional: {}, label: { en: id } };
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
