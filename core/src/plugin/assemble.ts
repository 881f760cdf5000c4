import { isDeepStrictEqual } from 'node:util';
import type { CustomField } from '../entities/custom-fields.ts';
import { installEntities } from '../entities/install.ts';
import { openSubscription } from '../hooks/subscription-store.ts';
import { asOwner } from '../records/owner-role.ts';
import { policyTriggers } from '../permissions/policy-tables.ts';
import type { Sql } from '../records/database.ts';
import { activateInstance } from './activate.ts';
import type { Assembly } from './assembly.ts';
import { foldAssembly } from './fold.ts';
import { validConfig } from './plugin-config.ts';
import { createInstance, type RunningInstance } from './instance.ts';
import { discardInstance } from './instance-set.ts';
import { createLeases } from './leases.ts';
import type { LifeState } from './life-state.ts';
import type { InstalledPlugin } from './plugin.ts';
import { asPluginFailure, type Journal } from './plugin-step.ts';
import { readAssemblyNumber, writeAssemblyNumber } from './plugin-store.ts';

/** What is to be served next. */
export interface AssembleRequest {
  /** In order. */
  readonly ids: readonly string[];
  readonly journal: Journal;
  /** Code that takes the place of what is loaded, once it is served. */
  readonly replaced?: ReadonlyMap<string, InstalledPlugin> | undefined;
  /** Ids that get a new instance, beside the one that is served. */
  readonly renewed?: ReadonlySet<string> | undefined;
  /** Number of the assembly that another host has made; a new one when not given. */
  readonly number?: number | undefined;
  readonly isBoot?: boolean | undefined;
  /** Writes down what has changed, in the transaction that counts the assembly. */
  readonly commit?: ((sql: Sql, number: number) => Promise<void>) | undefined;
}

/** Folds, starts what is new and swaps. What was served is served on, and nothing has been written down, when it throws. */
export async function assemble(state: LifeState, request: AssembleRequest): Promise<void> {
  // One that still ends what it began is not stopped while it is to be served again.
  const chosen = new Set<RunningInstance>();
  const letGo = state.instances.keep(chosen);
  try {
    await serveNext(state, request, chosen);
  } finally {
    letGo();
    leave(state);
  }
}

async function serveNext(
  state: LifeState,
  request: AssembleRequest,
  chosen: Set<RunningInstance>,
): Promise<void> {
  const { database } = state.options;
  const { instances, fresh } = await chooseInstances(state, request, chosen);
  let assembly: Assembly;
  try {
    assembly = await prepare(state, request, instances);
    for (const instance of fresh) {
      await activateInstance(state, instance, assembly, request.journal, request.isBoot ?? false);
    }
    for (const { plugin, name, event } of assembly.subscriptions) {
      await openSubscription(database, plugin, name, event);
    }
    await commit(state, request, assembly.number);
  } catch (cause) {
    await Promise.all(fresh.map((instance) => discardInstance(instance)));
    throw cause;
  }
  for (const [id, plugin] of request.replaced ?? []) state.installed.set(id, plugin);
  for (const instance of fresh) state.instances.add(instance);
  swap(state, assembly);
}

/** The instances that serve go on, unless they are of another version or of other settings. */
async function chooseInstances(
  state: LifeState,
  { ids, replaced, renewed }: AssembleRequest,
  chosen: Set<RunningInstance>,
): Promise<{
  readonly instances: Map<string, RunningInstance>;
  readonly fresh: RunningInstance[];
}> {
  const instances = new Map<string, RunningInstance>();
  const fresh: RunningInstance[] = [];
  for (const id of ids) {
    const plugin = replaced?.get(id) ?? state.installed.get(id);
    if (!plugin) continue;
    const found = renewed?.has(id) ? undefined : await findInstance(state, plugin, chosen);
    const instance = found ?? (await makeInstance(state, plugin, renewed?.has(id) ?? false));
    instances.set(id, instance);
    if (!found) fresh.push(instance);
  }
  return { instances, fresh };
}

/** One that is served, or that still ends what it began and would be made just so again. */
async function findInstance(
  { instances, leases, rows, options }: LifeState,
  plugin: InstalledPlugin,
  chosen: Set<RunningInstance>,
): Promise<RunningInstance | undefined> {
  const { id } = plugin.manifest;
  const revision = rows.get(id)?.revision ?? 0;
  const alike = (): RunningInstance[] =>
    [...instances.running].filter((one) => one.installed === plugin && one.revision === revision);
  const served = alike().find((one) => leases?.current.instances.get(id) === one);
  if (served || alike().length === 0) return served;
  const config = await configOf({ options }, plugin);
  const found = alike().find((one) => isDeepStrictEqual(one.config, config));
  if (found) chosen.add(found);
  return found;
}

async function makeInstance(
  state: LifeState,
  plugin: InstalledPlugin,
  isRenewed: boolean,
): Promise<RunningInstance> {
  const { id } = plugin.manifest;
  await state.instances.stopped(id);
  const revision = (state.rows.get(id)?.revision ?? 0) + (isRenewed ? 1 : 0);
  return createInstance(plugin, await configOf(state, plugin), revision, state.options.log);
}

async function configOf(
  { options }: Pick<LifeState, 'options'>,
  plugin: InstalledPlugin,
): Promise<Readonly<Record<string, unknown>>> {
  const { id } = plugin.manifest;
  if (!options.pluginSettings || plugin === options.platform) return plugin.settings ?? {};
  try {
    const stored = await options.pluginSettings(id);
    return validConfig(plugin.plugin.config, { ...plugin.settings, ...stored });
  } catch (cause) {
    throw asPluginFailure(id, 'settings', cause);
  }
}

async function prepare(
  state: LifeState,
  request: AssembleRequest,
  instances: ReadonlyMap<string, RunningInstance>,
): Promise<Assembly> {
  const { options } = state;
  const { database, log } = options;
  const customFields = await options.customFields();
  await installEntities(
    database,
    [...instances.values()].map(({ installed }) => installed),
    customFields,
  );
  if (!state.leases)
    await database.transaction((transaction) =>
      asOwner(transaction, async (sql) => {
        for (const statement of policyTriggers) await sql.query(statement);
      }),
    );
  const number = request.number ?? (await readAssemblyNumber(database)) + 1;
  const assembly = fold(state, instances, customFields, number);
  for (const warning of assembly.hooks.warnings) log.warn(warning);
  return assembly;
}

function fold(
  { options }: LifeState,
  instances: ReadonlyMap<string, RunningInstance>,
  customFields: readonly CustomField[],
  number: number,
): Assembly {
  const { database, clock, log, rates, secret, onSpan, announce, sendJob, sharing } = options;
  const settings = options.settings();
  const world = { database, clock, log, rates, secret, onSpan, announce, sendJob, sharing };
  return foldAssembly({ ...world, number, settings, instances, customFields });
}

async function commit(
  { options }: LifeState,
  request: AssembleRequest,
  number: number,
): Promise<void> {
  await options.database.transaction(async (sql) => {
    await request.commit?.(sql, number);
    if (request.number === undefined) await writeAssemblyNumber(sql, number);
  });
}

function swap(state: LifeState, assembly: Assembly): void {
  const { leases, options } = state;
  if (leases) leases.swap(assembly);
  else state.leases = createLeases(assembly, () => retire(state));
  options.onSwap(assembly);
}

/** Lets what is not served end, and stops what has ended. */
function leave(state: LifeState): void {
  const { leases, instances } = state;
  if (!leases) return;
  instances.drain(new Set(leases.current.instances.values()));
  retire(state);
}

/** Stops what has left: called when an old assembly has ended its last lease. */
function retire({ leases, instances }: LifeState): void {
  const held = leases?.live().flatMap((assembly) => [...assembly.instances.values()]);
  instances.retire(new Set(held));
}
