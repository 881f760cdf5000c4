import { errors } from '../errors.ts';
import { skipEvents } from '../hooks/subscription-store.ts';
import type { DisableOptions, EnableOptions, PluginStatus } from '../kernel.ts';
import type { Sql } from '../records/database.ts';
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
import { loadStored } from './load-stored.ts';
import { culpritOf, recordedStep, type Journal } from './plugin-step.ts';
import { changePlugin, readPlugins } from './plugin-store.ts';
import { assembleWhatWorks, leaveOut, settle } from './settle.ts';
import { dependantsOf, missingRequirements } from './status.ts';

/** What is switched, in which order, and for whom. */
interface Switch {
  readonly ids: readonly string[];
  readonly wanted: 'enabled' | 'disabled';
  readonly journal: Journal;
  readonly skipsEvents?: boolean;
}

export async function enablePlugin(
  state: LifeState,
  id: string,
  options: EnableOptions = {},
): Promise<PluginStatus> {
  const before = statusOf(state, id);
  if (before.state === 'active') return before;
  if (before.state === 'quarantined')
    throw errors.pluginQuarantined({ id, reason: before.reason ?? '' });
  await loadStored(state);
  const ids = state.options.safeMode ? [id] : idsToEnable(state, id, options.cascade ?? false);
  const skipsEvents = options.events === 'skip';
  await switchPlugins(state, {
    ids,
    wanted: 'enabled',
    journal: journalOf(state, options.by),
    skipsEvents,
  });
  return statusOf(state, id);
}

const CODE_MISSING = 'the code of the installed version is not here; install it again';

/** With what it requires and is off, in the order in which they come up. */
function idsToEnable(state: LifeState, id: string, cascade: boolean): readonly string[] {
  const plugin = state.installed.get(id);
  if (!plugin || !isInstalledVersion(plugin, state.rows.get(id)))
    throw errors.pluginRejected({ id, reason: state.faults.get(id) ?? CODE_MISSING });
  const needed = missingRequirements(id, state.installed, (one) => isServed(state, one));
  const unknown = needed.find((one) => !state.installed.has(one));
  if (unknown)
    throw errors.pluginRequires({ id, reason: `it requires ${unknown}, which is not installed` });
  if (needed.length > 0 && !cascade)
    throw errors.pluginRequires({ id, reason: `it requires ${needed.join(', ')}` });
  const { blocked } = orderOf(state, new Set([...hopefulIds(state), ...needed, id]));
  const reason = blocked.get(id);
  if (reason) throw errors.pluginRequires({ id, reason });
  return [...needed, id];
}

export async function disablePlugin(
  state: LifeState,
  id: string,
  options: DisableOptions = {},
): Promise<PluginStatus> {
  const before = statusOf(state, id);
  if (before.wanted === 'disabled') return before;
  const needing = dependantsOf(id, statusesOf(state));
  if (needing.length > 0 && !options.cascade)
    throw errors.pluginNeeded({ id, by: needing.join(', ') });
  const journal = journalOf(state, options.by);
  await switchPlugins(state, { ids: [...needing, id], wanted: 'disabled', journal });
  return statusOf(state, id);
}

async function switchPlugins(state: LifeState, change: Switch): Promise<void> {
  const { ids, wanted, journal } = change;
  const verb = wanted === 'enabled' ? 'enable' : 'disable';
  for (const id of ids) state.switching.add(id);
  try {
    const work = ids.reduce<() => Promise<void>>(
      (inner, id) => () => recordedStep(journal, statusOf(state, id).manifest, verb, inner),
      () => serveChange(state, change),
    );
    await work();
    await settle(state);
  } catch (cause) {
    const culprit = culpritOf(cause);
    if (ids.includes(culprit)) await leaveOut(state, culprit, cause);
    state.rows = await readPlugins(state.options.database);
    throw cause;
  } finally {
    for (const id of ids) state.switching.delete(id);
  }
}

/** Plugins that waited for these come up too; one of them that fails stays out and stops nobody. */
async function serveChange(state: LifeState, change: Switch): Promise<void> {
  const target = hopefulIds(state);
  if (!state.options.safeMode) {
    for (const id of change.ids) {
      if (change.wanted === 'enabled') target.add(id);
      else target.delete(id);
    }
  }
  await assembleWhatWorks(state, {
    ids: target,
    asked: change.ids,
    journal: change.journal,
    commit: (sql, number) => writeChange(state, sql, change, number),
  });
}

async function writeChange(
  state: LifeState,
  sql: Sql,
  { ids, wanted, skipsEvents }: Switch,
  assembly: number,
): Promise<void> {
  const { safeMode } = state.options;
  const isOn = wanted === 'enabled';
  for (const id of ids) {
    if (safeMode) {
      await changePlugin(sql, id, isOn ? { wanted } : { wanted, state: 'disabled', assembly });
      continue;
    }
    const settled = {
      wanted,
      state: isOn ? 'active' : 'disabled',
      step: null,
      reason: null,
    } as const;
    await changePlugin(sql, id, { ...settled, assembly, ...(isOn ? { lastFailure: null } : {}) });
    if (isOn && skipsEvents) await skipEvents(sql, id);
  }
}
