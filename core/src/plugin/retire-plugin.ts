import { definitionsUsing } from '../catalog/uses.ts';
import { applyDrops, plannedDrops, type PlannedDrop } from '../catalog/planned-drops.ts';
import { planPurge, purgeData } from '../catalog/purge.ts';
import { errors } from '../errors.ts';
import type { PluginImpact, PluginStatus, VerbOptions } from '../kernel.ts';
import { refuseInSafeMode, serveAgain } from './change-plugin.ts';
import { hostsBehind } from './host-store.ts';
import {
  isInstalledVersion,
  isServed,
  journalOf,
  statusesOf,
  statusOf,
  type LifeState,
} from './life-state.ts';
import { sourcesBeside } from './plan-install.ts';
import { recordedStep } from './plugin-step.ts';
import { changePlugin, forgetPlugin } from './plugin-store.ts';
import { dependantsOf } from './status.ts';

/** Takes the code away; data and catalog stay. */
export async function removePlugin(
  state: LifeState,
  id: string,
  options: VerbOptions = {},
): Promise<void> {
  const { manifest, state: before } = statusOf(state, id);
  if (before === 'removed') return;
  refuseWhileOn(state, id);
  if (state.rows.get(id)?.origin === 'application' && isOfApplication(state, id))
    throw errors.pluginOfApplication({ id });
  const journal = journalOf(state, options.by);
  await recordedStep(journal, manifest, 'remove', async () => {
    await serveAgain(state, journal, (sql, assembly) =>
      changePlugin(sql, id, { state: 'removed', wanted: 'disabled', digest: null, assembly }),
    );
    state.installed.delete(id);
    state.faults.delete(id);
  });
}

const PURGED = {
  state: 'disabled',
  step: null,
  reason: null,
  crashes: 0,
  lastFailure: null,
} as const;

/** Deletes its data. What is asked twice is done once. */
export async function purgePlugin(
  state: LifeState,
  id: string,
  options: VerbOptions = {},
): Promise<void> {
  const { database } = state.options;
  const { manifest, state: before } = statusOf(state, id);
  refuseWhileOn(state, id);
  await refuseWhileServed(state, id);
  await refuseWhileReferenced(state, id);
  const journal = journalOf(state, options.by);
  await recordedStep(journal, manifest, 'purge', async () => {
    await purgeData(database, id);
    await serveAgain(state, journal, async (sql, assembly) => {
      // Whether its code is loaded here says nothing: a package stays installed.
      if (before === 'removed') await forgetPlugin(sql, id);
      else await changePlugin(sql, id, { ...PURGED, assembly });
    });
  });
}

/** Lifts quarantine or failure. */
export async function releasePlugin(
  state: LifeState,
  id: string,
  options: VerbOptions = {},
): Promise<PluginStatus> {
  const { manifest, state: before } = statusOf(state, id);
  if (!['failed', 'quarantined', 'rejected'].includes(before) || isServed(state, id))
    return statusOf(state, id);
  const journal = journalOf(state, options.by);
  await recordedStep(journal, manifest, 'release', async () => {
    state.faults.delete(id);
    const lifted = { crashes: 0, step: null, reason: null, lastFailure: null } as const;
    await serveAgain(state, journal, (sql) =>
      changePlugin(sql, id, { ...lifted, state: 'disabled', wanted: 'disabled' }),
    );
  });
  return statusOf(state, id);
}

/** What the version that runs no longer declares. */
export async function planFinalize(
  state: LifeState,
  id: string,
): Promise<{ readonly statements: readonly string[] }> {
  return { statements: (await dropsFor(state, id)).map(({ statement }) => statement) };
}

export async function finalizePlugin(
  state: LifeState,
  id: string,
  options: VerbOptions = {},
): Promise<{ readonly statements: readonly string[] }> {
  refuseInSafeMode(state, id);
  const { manifest } = statusOf(state, id);
  const drops = await dropsFor(state, id);
  if (drops.length > 0) {
    await refuseWhileServed(state, id);
    await recordedStep(journalOf(state, options.by), manifest, 'finalize', () =>
      applyDrops(state.options.database, id, drops),
    );
  }
  return { statements: drops.map(({ statement }) => statement) };
}

export async function impactOf(
  state: LifeState,
  id: string,
  _verb: 'disable' | 'remove' | 'purge',
): Promise<PluginImpact> {
  statusOf(state, id);
  return {
    plugins: dependantsOf(id, statusesOf(state)),
    definitions: await definitionsUsing(state.options.database, id),
  };
}

async function dropsFor(state: LifeState, id: string): Promise<readonly PlannedDrop[]> {
  const plugin = state.installed.get(id);
  if (!plugin) throw errors.pluginMissing({ id });
  // What the installed version has added must not go because this host has another.
  if (!isInstalledVersion(plugin, state.rows.get(id)))
    throw errors.pluginStillServed({ id, hosts: state.options.hostName });
  const sources = [...sourcesBeside(state, plugin.manifest), plugin];
  return plannedDrops(state.options.database, id, sources);
}

function isOfApplication({ options }: LifeState, id: string): boolean {
  return options.plugins.some(
    ({ manifest, origin }) => manifest.id === id && origin === 'application',
  );
}

function refuseWhileOn(state: LifeState, id: string): void {
  const isGone = statusOf(state, id).state === 'removed';
  const isWanted = state.rows.get(id)?.wanted === 'enabled' && !isGone;
  if (isWanted || isServed(state, id)) throw errors.pluginEnabled({ id });
}

/** A host may still run requests in an assembly that knows the plugin as it was. */
async function refuseWhileServed(state: LifeState, id: string): Promise<void> {
  const { database, reportHost } = state.options;
  await reportHost();
  const behind = await hostsBehind(database, id, state.rows.get(id)?.assembly ?? 0);
  if (behind.length > 0) throw errors.pluginStillServed({ id, hosts: behind.join(', ') });
}

async function refuseWhileReferenced({ options }: LifeState, id: string): Promise<void> {
  const { references } = await planPurge(options.database, id);
  const by = references.map(({ entity, field }) => `${entity}.${field}`).join(', ');
  if (by) throw errors.pluginReferenced({ id, by });
}
