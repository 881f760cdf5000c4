import { installEntities } from '../entities/install.ts';
import { errors } from '../errors.ts';
import type { PluginStatus, VerbOptions } from '../kernel.ts';
import { refuseInSafeMode, serveAgain } from './change-plugin.ts';
import {
  hopefulIds,
  isInstalledVersion,
  isServed,
  journalOf,
  orderOf,
  statusesOf,
  statusOf,
  type LifeState,
} from './life-state.ts';
import { brokenDependants, descriptionOf, planFaults, sourcesBeside } from './plan-install.ts';
import type { InstalledPlugin } from './plugin.ts';
import { asPluginFailure, recordedStep, stepOf } from './plugin-step.ts';
import { addPlugin, changePlugin, readPlugins, writeAssemblyNumber } from './plugin-store.ts';
import { assembleWhatWorks, failureOf, settle } from './settle.ts';

export async function installPlugin(
  state: LifeState,
  plugin: InstalledPlugin,
  options: VerbOptions = {},
): Promise<PluginStatus> {
  const { id } = plugin.manifest;
  refuseInSafeMode(state, id);
  if (isThere(state, id)) return upgradePlugin(state, plugin, options);
  await refuseFaults(state, plugin);
  const journal = journalOf(state, options.by);
  await recordedStep(journal, plugin.manifest, 'install', async () => {
    await writePlugin(state, plugin);
    state.installed.set(id, plugin);
    state.faults.delete(id);
    await serveAgain(state, journal);
  });
  return statusOf(state, id);
}

export async function upgradePlugin(
  state: LifeState,
  plugin: InstalledPlugin,
  options: VerbOptions = {},
): Promise<PluginStatus> {
  const { id } = plugin.manifest;
  refuseInSafeMode(state, id);
  if (!isThere(state, id)) return installPlugin(state, plugin, options);
  const before = statusOf(state, id);
  const isSame = plugin.digest !== undefined && plugin.digest === before.digest;
  if (isSame && before.state !== 'failed' && !hasOther(state, id)) return before;
  await refuseFaults(state, plugin);
  const broken = brokenDependants(state, plugin.manifest);
  if (broken.length > 0) {
    const by = broken.map((one) => `${one.id} (${one.range})`).join(', ');
    throw errors.pluginBreaks({ id, version: plugin.manifest.version, by });
  }
  const isOn = before.wanted === 'enabled' && before.state !== 'quarantined';
  const journal = journalOf(state, options.by);
  await recordedStep(journal, plugin.manifest, 'upgrade', () =>
    isOn ? serveBeside(state, plugin, options) : replaceOff(state, plugin, options),
  );
  return statusOf(state, id);
}

export async function reconfigurePlugin(
  state: LifeState,
  id: string,
  options: VerbOptions = {},
): Promise<PluginStatus> {
  const { manifest } = statusOf(state, id);
  const plugin = state.installed.get(id);
  if (plugin && isServed(state, id)) {
    const journal = journalOf(state, options.by);
    await recordedStep(journal, manifest, 'reconfigure', () => serveBeside(state, plugin, options));
  }
  return statusOf(state, id);
}

/** Whether this host could not load the version that is installed, and has another. */
function hasOther({ installed, rows }: LifeState, id: string): boolean {
  const plugin = installed.get(id);
  return plugin !== undefined && !isInstalledVersion(plugin, rows.get(id));
}

/** Also where this host could not load it: others may run it. */
function isThere(state: LifeState, id: string): boolean {
  return statusesOf(state).some((one) => one.manifest.id === id && one.state !== 'removed');
}

async function refuseFaults(state: LifeState, plugin: InstalledPlugin): Promise<void> {
  const faults = await planFaults(state, descriptionOf(plugin));
  const { id } = plugin.manifest;
  if (faults.length > 0) throw errors.pluginRejected({ id, reason: faults.join('; ') });
}

/** Tables and row in one transaction: a host that is killed has installed it or has not begun. */
async function writePlugin(state: LifeState, plugin: InstalledPlugin): Promise<void> {
  const { database, customFields } = state.options;
  const sources = [...sourcesBeside(state, plugin.manifest), plugin];
  const number = state.leases?.current.number ?? 0;
  await installEntities(database, sources, await customFields(), async (sql) => {
    await addPlugin(sql, plugin, number + 1);
    // Counted at once: the other hosts look, also when this one ends before it serves what it wrote.
    await writeAssemblyNumber(sql, number + 1);
  });
  state.rows = await readPlugins(database);
}

/** A plugin that is off: nothing is started, the next enabling takes the new version. */
async function replaceOff(
  state: LifeState,
  plugin: InstalledPlugin,
  options: VerbOptions,
): Promise<void> {
  await writePlugin(state, plugin);
  state.installed.set(plugin.manifest.id, plugin);
  await serveAgain(state, journalOf(state, options.by));
}

/** A new instance beside the one that serves, which goes on when the new one fails. */
async function serveBeside(
  state: LifeState,
  plugin: InstalledPlugin,
  options: VerbOptions,
): Promise<void> {
  const { id, version } = plugin.manifest;
  const replaced = new Map([[id, plugin]]);
  const hopeful = hopefulIds(state).add(id);
  const reason = orderOf(state, hopeful, replaced).blocked.get(id);
  if (reason) throw errors.pluginRequires({ id, reason });
  try {
    await assembleWhatWorks(state, {
      ids: hopeful,
      asked: [id],
      journal: journalOf(state, options.by),
      replaced,
      renewed: new Set([id]),
      commit: (sql, assembly) => changePlugin(sql, id, rowAfter(state, plugin, assembly)),
    });
  } catch (cause) {
    await keepOld(state, plugin, cause);
    throw asPluginFailure(id, stepOf(cause), cause);
  }
  state.options.log.info('a plugin serves anew', { plugin: id, version });
  await settle(state);
}

function rowAfter(state: LifeState, plugin: InstalledPlugin, assembly: number) {
  const { manifest, digest = null, origin = 'application' } = plugin;
  const revision = (state.rows.get(manifest.id)?.revision ?? 0) + 1;
  const settled = { state: 'active', step: null, reason: null, lastFailure: null } as const;
  return { ...settled, version: manifest.version, manifest, digest, origin, revision, assembly };
}

/** The catalog says again what is served, and the status what failed. */
async function keepOld(state: LifeState, plugin: InstalledPlugin, cause: unknown): Promise<void> {
  const { database, customFields } = state.options;
  const { id, version } = plugin.manifest;
  const served = [...(state.leases?.current.instances.values() ?? [])];
  await installEntities(
    database,
    served.map(({ installed }) => installed),
    await customFields(),
  );
  await changePlugin(database, id, { lastFailure: failureOf(state, id, cause, version) });
  state.rows = await readPlugins(database);
}
