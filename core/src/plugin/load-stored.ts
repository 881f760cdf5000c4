import { errors } from '../errors.ts';
import type { StoredPlugin } from '../kernel.ts';
import { clearStarting, markStarting } from './boot-marks.ts';
import type { LifeState } from './life-state.ts';
import type { InstalledPlugin } from './plugin.ts';
import { reasonOf } from './plugin-step.ts';
import type { PluginRow } from './plugin-store.ts';
import { within } from './within.ts';

/** For fetching, unpacking and importing, on a host that may be busy; the import has a limit of its own. */
const LOAD_LIMIT_MS = 60_000;

/**
 * Makes the code that is loaded here that of the rows: loads packages that came while this host was away or by another host, and drops what
 * was removed. What cannot be loaded is noted as a fault of this host.
 */
export async function loadStored(state: LifeState, isBoot = false): Promise<void> {
  const { options, installed, rows } = state;
  for (const row of rows.values()) {
    if (row.state === 'removed') installed.delete(row.id);
    else if (isDue(state, row)) await loadOne(state, row, isBoot);
  }
  const found = new Set([options.platform, ...options.plugins].map(({ manifest }) => manifest.id));
  for (const id of installed.keys()) {
    if (!rows.has(id) && !found.has(id)) installed.delete(id);
  }
}

function isDue({ options, installed }: LifeState, row: PluginRow): boolean {
  return (
    row.origin === 'package' &&
    row.digest !== null &&
    row.state !== 'quarantined' &&
    !options.safeMode &&
    installed.get(row.id)?.digest !== row.digest
  );
}

async function loadOne(state: LifeState, row: PluginRow, isBoot: boolean): Promise<void> {
  const { database, hostName, log } = state.options;
  if (isBoot) await markStarting(database, row.id, hostName);
  try {
    const { id, version, digest } = row;
    const plugin = await loadPackage(state, { id, version, digest: digest ?? '' });
    state.installed.set(id, plugin);
    state.faults.delete(id);
  } catch (cause) {
    state.faults.set(row.id, reasonOf(cause));
    log.error('a package could not be loaded', { plugin: row.id, error: reasonOf(cause) });
  } finally {
    if (isBoot) await clearStarting(database, row.id, hostName);
  }
}

async function loadPackage({ options }: LifeState, stored: StoredPlugin): Promise<InstalledPlugin> {
  const { id } = stored;
  const fail = (reason: string) => errors.pluginFailed({ id, step: 'load', reason });
  if (!options.load) throw fail('this host does not load packages');
  const late = `it was not loaded within ${LOAD_LIMIT_MS / 1000} s`;
  const plugin = await within(options.load(stored), LOAD_LIMIT_MS, late);
  if (plugin.manifest.id !== id || plugin.digest !== stored.digest)
    throw fail(`what was loaded is ${plugin.manifest.id} of another digest`);
  return plugin;
}
