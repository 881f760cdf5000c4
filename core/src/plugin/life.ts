import { satisfies } from 'semver';
import type { CustomField } from '../entities/custom-fields.ts';
import { errors, type TesseraError } from '../errors.ts';
import { openSubscription } from '../hooks/subscription-store.ts';
import type { KernelOptions, PluginStatus } from '../kernel.ts';
import { policyTriggers } from '../permissions/policy-tables.ts';
import type { Database } from '../records/database.ts';
import type { Change } from '../records/records.ts';
import type { Assembly, WorkspaceSettings } from './assembly.ts';
import type { Clock } from './context.ts';
import { completeFirstEnabling } from './first-enabling.ts';
import { foldAssembly } from './fold.ts';
import { installEntities } from '../entities/install.ts';
import { createInstance, startInstance, stopInstance, type RunningInstance } from './instance.ts';
import { createLeases, type Leases } from './leases.ts';
import { orderPlugins } from './order.ts';
import { culpritOf, stepOf, takeStep } from './plugin-step.ts';
import {
  markSeeded,
  nextAssemblyNumber,
  openPlugins,
  readAssemblyNumber,
  readPlugins,
  setPluginState,
  wantPlugin,
  type PluginRow,
} from './plugin-store.ts';
import { dependantsOf, missingRequirements, pluginStatuses } from './status.ts';

/** After this the signal of an instance that has left aborts, whatever still runs in it. */
const DRAIN_LIMIT_MS = 30_000;

export interface PluginLifeOptions extends Omit<KernelOptions, 'settings' | 'clock'> {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: () => WorkspaceSettings;
  readonly customFields: () => Promise<readonly CustomField[]>;
  readonly announce: (changes: readonly Change[]) => void;
  readonly onSwap: (assembly: Assembly) => void;
  /** Called when an assembly that was made here is served and what is wanted has been written down. */
  readonly tellOthers: (number: number) => Promise<void>;
}

/** Starts, swaps and stops what is enabled. Its callers run one change at a time. */
export interface PluginLife {
  readonly leases: Leases;
  readonly switching: ReadonlySet<string>;
  statuses(): readonly PluginStatus[];
  enable(id: string, cascade: boolean): Promise<PluginStatus>;
  disable(id: string, cascade: boolean): Promise<PluginStatus>;
  /** Folds anew with the same plugins: fields or settings have changed. */
  refold(): Promise<void>;
  /** Does what another host has done: folds what is wanted by now, as the assembly of that number, the latest when not given. */
  follow(number?: number): Promise<void>;
  stop(): Promise<void>;
}

export async function createPluginLife(options: PluginLifeOptions): Promise<PluginLife> {
  const { database, log, platform } = options;
  const installed = new Map(
    [platform, ...options.plugins].map((plugin) => [plugin.manifest.id, plugin]),
  );
  const running = new Map<string, RunningInstance>();
  const draining = new Map<string, Promise<void>>();
  const switching = new Set<string>();
  let leases: Leases | undefined;
  let rows = await openPlugins(database, platform, options.plugins, options.enableAtFirst);

  function wantedIds(): Set<string> {
    return new Set(
      [...rows.values()].filter((row) => row.wanted === 'enabled').map((row) => row.id),
    );
  }

  /** What is wanted and has not failed: blocked plugins come up by themselves when what they need appears. */
  function hopefulIds(): Set<string> {
    return new Set(
      [...wantedIds()].filter((id) => !['failed', 'rejected'].includes(rows.get(id)?.state ?? '')),
    );
  }

  function order(ids: ReadonlySet<string>) {
    const wanted = [...ids].flatMap((id) => installed.get(id)?.manifest ?? []);
    return orderPlugins(wanted, (version, range) =>
      satisfies(version, range, { includePrerelease: true }),
    );
  }

  /** Folds these plugins, starts what is new and swaps. The number is another host's when it is followed. Nothing has changed when it throws. */
  async function assemble(ids: readonly string[], number?: number): Promise<void> {
    await Promise.all(ids.flatMap((id) => draining.get(id) ?? []));
    const started: RunningInstance[] = [];
    const instances = new Map<string, RunningInstance>();
    const fresh: RunningInstance[] = [];
    for (const id of ids) {
      const plugin = installed.get(id);
      if (!plugin) continue;
      const instance = running.get(id) ?? createInstance(plugin, log);
      if (!running.has(id)) fresh.push(instance);
      instances.set(id, instance);
    }
    try {
      const customFields = await options.customFields();
      await installEntities(
        database,
        [...instances.values()].map((one) => one.installed),
        customFields,
      );
      if (!leases) for (const statement of policyTriggers) await database.query(statement);
      const assembly = foldAssembly({
        number: number ?? (await nextAssemblyNumber(database)),
        settings: options.settings(),
        database,
        clock: options.clock,
        log,
        rates: options.rates,
        secret: options.secret,
        instances,
        customFields,
        onSpan: options.onSpan,
        announce: options.announce,
      });
      for (const warning of assembly.hooks.warnings) log.warn(warning);
      for (const instance of fresh) {
        await takeStep(database, instance.manifest, 'start', () =>
          startInstance(instance, assembly),
        );
        started.push(instance);
      }
      for (const instance of fresh) await complete(instance, assembly);
      for (const { plugin, name, event } of assembly.subscriptions) {
        await openSubscription(database, plugin, name, event);
      }
      for (const instance of fresh) running.set(instance.manifest.id, instance);
      if (leases) leases.swap(assembly);
      else leases = createLeases(assembly, retire);
      options.onSwap(assembly);
    } catch (cause) {
      await Promise.all(started.map((instance) => stopInstance(instance)));
      throw cause;
    }
  }

  async function complete(instance: RunningInstance, assembly: Assembly): Promise<void> {
    const { manifest } = instance;
    if (rows.get(manifest.id)?.seeded) return;
    await takeStep(database, manifest, 'seed', () => completeFirstEnabling(instance, assembly));
    await markSeeded(database, manifest.id);
  }

  /** Stops what has left: called when an old assembly has ended its last lease. */
  function retire(): void {
    const live = new Set(leases?.live().flatMap((assembly) => [...assembly.instances.values()]));
    for (const [id, instance] of running) {
      if (!live.has(instance)) leave(id, instance);
    }
  }

  function leave(id: string, instance: RunningInstance): void {
    running.delete(id);
    instance.abort.abort();
    const stopped = stopInstance(instance).finally(() => draining.delete(id));
    draining.set(id, stopped);
  }

  async function settle(): Promise<void> {
    rows = await readPlugins(database);
    const active = leases?.current.instances;
    const { blocked } = order(wantedIds());
    for (const row of rows.values()) {
      const reason = blocked.get(row.id);
      const state = active?.has(row.id)
        ? 'active'
        : row.wanted === 'disabled'
          ? 'disabled'
          : reason
            ? 'blocked'
            : 'failed';
      if (row.state === state && (state !== 'blocked' || row.reason === reason)) continue;
      if (state === 'failed') continue;
      await setPluginState(database, row.id, state, { reason });
    }
    rows = await readPlugins(database);
  }

  /** A plugin that fails is left out, with what requires it; the others come up. */
  async function assembleWhatWorks(number?: number): Promise<void> {
    const left = new Set(wantedIds());
    for (;;) {
      try {
        await assemble(order(left).order, number);
        break;
      } catch (cause) {
        const culprit = culpritOf(cause);
        if (!left.has(culprit) || culprit === platform.manifest.id) throw cause;
        left.delete(culprit);
        const { message } = cause as TesseraError;
        log.error('a plugin was left out', { plugin: culprit, error: message });
        await setPluginState(database, culprit, 'failed', { step: stepOf(cause), reason: message });
      }
    }
    await settle();
  }

  async function change(ids: readonly string[], wanted: PluginRow['wanted']): Promise<void> {
    for (const id of ids) switching.add(id);
    const target = hopefulIds();
    for (const id of ids) {
      if (wanted === 'enabled') target.add(id);
      else target.delete(id);
    }
    try {
      await assemble(order(target).order);
      for (const id of ids) await wantPlugin(database, id, wanted);
      await settle();
      await tell();
    } catch (cause) {
      const culprit = culpritOf(cause);
      if (ids.includes(culprit)) {
        await setPluginState(database, culprit, 'failed', {
          step: stepOf(cause),
          reason: (cause as TesseraError).message,
        });
        rows = await readPlugins(database);
      }
      throw cause;
    } finally {
      for (const id of ids) switching.delete(id);
    }
  }

  function statuses(): readonly PluginStatus[] {
    return pluginStatuses(
      [...installed.values()].filter((plugin) => plugin !== platform),
      rows,
      switching,
    );
  }

  function status(id: string): PluginStatus {
    const found = statuses().find((one) => one.manifest.id === id);
    if (!found) throw errors.pluginMissing({ id });
    return found;
  }

  async function tell(): Promise<void> {
    if (leases) await options.tellOthers(leases.current.number);
  }

  async function stop(): Promise<void> {
    await Promise.all([...running.values()].toReversed().map((instance) => stopInstance(instance)));
    await Promise.all(draining.values());
  }

  async function openFirst(): Promise<Leases> {
    try {
      await assembleWhatWorks();
      if (!leases) throw new Error('No assembly could be folded.');
      await tell();
      return leases;
    } catch (cause) {
      await stop();
      throw cause;
    }
  }
  const opened = await openFirst();

  return {
    leases: opened,
    switching,
    statuses,
    async enable(id, cascade) {
      const before = status(id);
      if (before.state === 'active') return before;
      const isOn = (one: string): boolean => running.has(one) && opened.current.instances.has(one);
      const needed = missingRequirements(id, installed, isOn);
      const unknown = needed.find((one) => !installed.has(one));
      if (unknown)
        throw errors.pluginRequires({
          id,
          reason: `it requires ${unknown}, which is not installed`,
        });
      if (needed.length > 0 && !cascade) {
        throw errors.pluginRequires({ id, reason: `it requires ${needed.join(', ')}` });
      }
      const { blocked } = order(new Set([...hopefulIds(), ...needed, id]));
      const reason = blocked.get(id);
      if (reason) throw errors.pluginRequires({ id, reason });
      await change([...needed, id], 'enabled');
      return status(id);
    },
    async disable(id, cascade) {
      const before = status(id);
      if (before.wanted === 'disabled') return before;
      const needing = dependantsOf(id, statuses());
      if (needing.length > 0 && !cascade) throw errors.pluginNeeded({ id, by: needing.join(', ') });
      await change([...needing, id], 'disabled');
      const left = opened.live();
      setTimeout(() => abortLeft(left), DRAIN_LIMIT_MS).unref();
      return status(id);
    },
    async refold() {
      await assemble([...opened.current.instances.keys()]);
      await tell();
    },
    async follow(number) {
      rows = await readPlugins(database);
      await assembleWhatWorks(number ?? (await readAssemblyNumber(database)));
    },
    stop,
  };

  function abortLeft(left: readonly Assembly[]): void {
    const current = opened?.current.instances;
    for (const assembly of left) {
      for (const [id, instance] of assembly.instances) {
        if (current?.get(id) !== instance && running.get(id) === instance)
          leave(id, instance as RunningInstance);
      }
    }
  }
}
