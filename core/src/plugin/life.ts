import type {
  DisableOptions,
  EnableOptions,
  PluginImpact,
  PluginStatus,
  VerbOptions,
} from '../kernel.ts';
import type { PurgePlan } from '../catalog/purge.ts';
import { planPurge } from '../catalog/purge.ts';
import { countCrashes } from './boot-marks.ts';
import { serveAgain } from './change-plugin.ts';
import type { PluginDescription } from './description.ts';
import { readHosts } from './host-store.ts';
import { installPlugin, reconfigurePlugin, upgradePlugin } from './install-plugin.ts';
import type { InstallPlan } from './install-plan.ts';
import { createInstanceSet } from './instance-set.ts';
import type { Leases } from './leases.ts';
import {
  hopefulIds,
  isServed,
  journalOf,
  outdatedIds,
  statusesOf,
  wantedIds,
  type LifeState,
  type PluginLifeOptions,
} from './life-state.ts';
import { loadStored } from './load-stored.ts';
import { planInstall } from './plan-install.ts';
import type { InstalledPlugin } from './plugin.ts';
import { changePlugin, openPlugins, readAssemblyNumber, readPlugins } from './plugin-store.ts';
import {
  finalizePlugin,
  impactOf,
  planFinalize,
  purgePlugin,
  releasePlugin,
  removePlugin,
} from './retire-plugin.ts';
import { assembleWhatWorks, settle } from './settle.ts';
import { disablePlugin, enablePlugin } from './switch-plugin.ts';

/** Starts, swaps and stops what is enabled. Its callers run one change at a time, over all hosts. */
export interface PluginLife {
  /** Undefined until it is open. */
  readonly leases: Leases | undefined;
  readonly switching: ReadonlySet<string>;
  /** Why this host does not serve all that is wanted. */
  readonly faults: ReadonlyMap<string, string>;
  /** Ids of plugins that this host serves in another version than the one that is installed. */
  readonly outdated: readonly string[];
  statuses(): readonly PluginStatus[];
  /** Serves what works; once, before everything else. */
  open(): Promise<void>;
  enable(id: string, options?: EnableOptions): Promise<PluginStatus>;
  disable(id: string, options?: DisableOptions): Promise<PluginStatus>;
  install(plugin: InstalledPlugin, options?: VerbOptions): Promise<PluginStatus>;
  upgrade(plugin: InstalledPlugin, options?: VerbOptions): Promise<PluginStatus>;
  reconfigure(id: string, options?: VerbOptions): Promise<PluginStatus>;
  finalize(id: string, options?: VerbOptions): Promise<{ readonly statements: readonly string[] }>;
  remove(id: string, options?: VerbOptions): Promise<void>;
  purge(id: string, options?: VerbOptions): Promise<void>;
  release(id: string, options?: VerbOptions): Promise<PluginStatus>;
  planInstall(description: PluginDescription): Promise<InstallPlan>;
  planFinalize(id: string): Promise<{ readonly statements: readonly string[] }>;
  planPurge(id: string): Promise<PurgePlan>;
  impact(id: string, verb: 'disable' | 'remove' | 'purge'): Promise<PluginImpact>;
  /** Folds anew with the same plugins: fields or settings have changed. */
  refold(): Promise<void>;
  /** Reads anew what is remembered of each plugin. */
  refresh(): Promise<void>;
  /** Does what other hosts have done: loads and folds what is wanted by now, as the assembly of their number. */
  follow(): Promise<void>;
  stop(): Promise<void>;
}

export function createPluginLife(options: PluginLifeOptions): PluginLife {
  const { platform, plugins } = options;
  const found = [platform, ...plugins];
  const state: LifeState = {
    options,
    installed: new Map(found.map((plugin) => [plugin.manifest.id, plugin])),
    rows: new Map(),
    leases: undefined,
    instances: createInstanceSet(),
    switching: new Set(),
    faults: new Map(),
  };
  return {
    get leases() {
      return state.leases;
    },
    switching: state.switching,
    faults: state.faults,
    get outdated() {
      return outdatedIds(state);
    },
    statuses: () => statusesOf(state),
    open: () => open(state),
    enable: (id, how) => enablePlugin(state, id, how),
    disable: (id, how) => disablePlugin(state, id, how),
    install: (plugin, how) => installPlugin(state, plugin, how),
    upgrade: (plugin, how) => upgradePlugin(state, plugin, how),
    reconfigure: (id, how) => reconfigurePlugin(state, id, how),
    finalize: (id, how) => finalizePlugin(state, id, how),
    remove: (id, how) => removePlugin(state, id, how),
    purge: (id, how) => purgePlugin(state, id, how),
    release: (id, how) => releasePlugin(state, id, how),
    planInstall: (description) => planInstall(state, description),
    planFinalize: (id) => planFinalize(state, id),
    planPurge: (id) => planPurge(options.database, id),
    impact: (id, verb) => impactOf(state, id, verb),
    refold: () => serveAgain(state, journalOf(state, undefined)),
    refresh: async () => {
      state.rows = await readPlugins(options.database);
    },
    follow: () => follow(state),
    stop: () => state.instances.stopAll(),
  };
}

async function open(state: LifeState): Promise<void> {
  const { database, platform, plugins, enableAtFirst, hostName } = state.options;
  const journal = journalOf(state, undefined);
  // What fails here while others serve it is this host's fault, and not the plugin's.
  const isWritten = (await readHosts(database)).length === 0;
  await countCrashes(database, hostName);
  state.rows = await openPlugins(database, platform, plugins, enableAtFirst);
  await loadStored(state, true);
  try {
    const ids = wantedIds(state);
    await assembleWhatWorks(state, { ids, journal, isWritten, isBoot: true });
    await settleAs(state, isWritten);
  } catch (cause) {
    await state.instances.stopAll();
    throw cause;
  }
}

async function follow(state: LifeState): Promise<void> {
  const { database } = state.options;
  state.rows = await readPlugins(database);
  await loadStored(state);
  await assembleWhatWorks(state, {
    ids: hopefulIds(state),
    journal: journalOf(state, undefined),
    isWritten: false,
    number: await readAssemblyNumber(database),
  });
  await settleAs(state, false);
}

/** What does not run here may run elsewhere; what runs here is active. */
async function settleAs(state: LifeState, isWritten: boolean): Promise<void> {
  if (isWritten) return settle(state);
  const { database } = state.options;
  state.rows = await readPlugins(database);
  for (const { id, state: known } of state.rows.values()) {
    if (isServed(state, id) && (known === 'disabled' || known === 'blocked'))
      await changePlugin(database, id, { state: 'active', step: null, reason: null });
  }
  state.rows = await readPlugins(database);
}
