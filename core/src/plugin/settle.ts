import { errors } from '../errors.ts';
import { assemble, type AssembleRequest } from './assemble.ts';
import { hopefulIds, isServed, orderOf, wantedIds, type LifeState } from './life-state.ts';
import { culpritOf, reasonOf, stepOf } from './plugin-step.ts';
import { changePlugin, readPlugins, type PluginRow } from './plugin-store.ts';

/** How what works is put together. */
export interface WorkingRequest extends Omit<AssembleRequest, 'ids'> {
  readonly ids: ReadonlySet<string>;
  /** Whether what fails here is written down for all hosts; when not given, unless another host runs it. */
  readonly isWritten?: boolean | undefined;
  /** What the change is for: when one of these fails, or one that is served, it fails as a whole. */
  readonly asked?: readonly string[] | undefined;
}

/** Assembles; a plugin that fails is left out, with what requires it, and the others come up. */
export async function assembleWhatWorks(state: LifeState, request: WorkingRequest): Promise<void> {
  const left = new Set(request.ids);
  for (;;) {
    try {
      await assemble(state, { ...request, ids: orderWith(state, left, request) });
      break;
    } catch (cause) {
      const culprit = culpritOf(cause);
      if (!left.has(culprit) || isNeeded(state, culprit, request)) throw cause;
      left.delete(culprit);
      await leaveOut(state, culprit, cause, request.isWritten);
    }
  }
  const hopeful = hopefulIds(state);
  for (const id of state.faults.keys()) if (!isFault(state, id, hopeful)) state.faults.delete(id);
}

/** @throws TesseraError `CORE_PLUGIN_REQUIRES` when what is asked for cannot come up with what is left */
function orderWith(
  state: LifeState,
  left: ReadonlySet<string>,
  { asked = [], replaced }: WorkingRequest,
): readonly string[] {
  const { order, blocked } = orderOf(state, left, replaced);
  for (const id of asked) {
    const reason = blocked.get(id);
    if (reason) throw errors.pluginRequires({ id, reason });
  }
  return order;
}

function isNeeded(state: LifeState, id: string, { asked }: WorkingRequest): boolean {
  if (id === state.options.platform.manifest.id) return true;
  return asked !== undefined && (asked.includes(id) || isServed(state, id));
}

/** A plugin that runs, and one that is not to run, is no fault of this host; code that could not be loaded is. */
function isFault(state: LifeState, id: string, hopeful: ReadonlySet<string>): boolean {
  const isDue = hopeful.has(id) || !state.installed.has(id);
  return state.rows.has(id) && isDue && !isServedAsWanted(state, id);
}

/** A package that could not be loaded leaves the version before it serving here. */
function isServedAsWanted({ leases, rows }: LifeState, id: string): boolean {
  const installed = leases?.current.instances.get(id)?.installed;
  const row = rows.get(id);
  return installed !== undefined && (row?.origin !== 'package' || installed.digest === row.digest);
}

/**
 * Notes why a plugin does not run.
 * @param isWritten - for all hosts; else, and while another host runs it, it is a fault of this one
 */
export async function leaveOut(
  state: LifeState,
  id: string,
  cause: unknown,
  isWritten = state.rows.get(id)?.state !== 'active',
): Promise<void> {
  const message = reasonOf(cause);
  state.options.log.error('a plugin was left out', { plugin: id, error: message });
  if (!isWritten) state.faults.set(id, message);
  else await writeFailure(state, id, cause);
}

/** Writes a plugin down as failed. */
async function writeFailure(state: LifeState, id: string, cause: unknown): Promise<void> {
  const step = stepOf(cause);
  const reason = reasonOf(cause);
  await changePlugin(state.options.database, id, {
    state: 'failed',
    step,
    reason,
    lastFailure: failureOf(state, id, cause),
  });
}

/** A failure as it is shown: of the version that failed, which need not be the one that serves. */
export function failureOf(state: LifeState, id: string, cause: unknown, version?: string) {
  return {
    version: version ?? state.installed.get(id)?.manifest.version ?? '',
    step: stepOf(cause),
    reason: reasonOf(cause),
    at: new Date().toISOString(),
  };
}

/** Writes down what has become of each plugin by the assembly that is served now. */
export async function settle(state: LifeState): Promise<void> {
  const { database, safeMode } = state.options;
  state.rows = await readPlugins(database);
  if (safeMode) return;
  const { blocked } = orderOf(state, wantedIds(state));
  for (const row of state.rows.values()) {
    const next = settledState(state, row, blocked);
    const reason = next === 'blocked' ? (blocked.get(row.id) ?? null) : null;
    if (!next || (row.state === next && row.reason === reason)) continue;
    await changePlugin(database, row.id, { state: next, step: null, reason });
  }
  state.rows = await readPlugins(database);
}

/** Undefined where the row says it already. */
function settledState(
  state: LifeState,
  { id, wanted, state: before }: PluginRow,
  blocked: ReadonlyMap<string, string>,
): PluginRow['state'] | undefined {
  if (isServed(state, id)) return 'active';
  if (before === 'removed' || before === 'quarantined') return undefined;
  if (wanted === 'disabled') return before === 'failed' ? undefined : 'disabled';
  return blocked.has(id) ? 'blocked' : undefined;
}
