import { hostname } from 'node:os';
import { v7 as uuid } from 'uuid';
import { usesTables } from './catalog/uses.ts';
import { addCustomField, readCustomFields, removeCustomField } from './entities/custom-fields.ts';
import { applySystemTables } from './entities/system-tables.ts';
import { createDispatcher, type Dispatcher } from './hooks/dispatcher.ts';
import { subscriptionTables } from './hooks/subscription-store.ts';
import type { Kernel, KernelOptions, Lease } from './kernel.ts';
import { policyTables } from './permissions/policy-tables.ts';
import { createPrincipals } from './permissions/principals.ts';
import type { Assembly } from './plugin/assembly.ts';
import { openChannel } from './plugin/channel.ts';
import { systemClock } from './plugin/clock.ts';
import { runIn } from './plugin/execution.ts';
import { readHosts } from './plugin/host-store.ts';
import type { Leases } from './plugin/leases.ts';
import { createPluginLife } from './plugin/life.ts';
import { forgetCrashes } from './plugin/boot-marks.ts';
import { readHistory } from './plugin/plugin-history.ts';
import { createPresence } from './plugin/presence.ts';
import { createVerbQueue } from './plugin/verb-queue.ts';
import { pluginTables } from './plugin/plugin-store.ts';
import { systemPrincipal } from './plugin/plugin-context.ts';
import { privacyTables } from './privacy/privacy-tables.ts';
import { createDatabase } from './records/database.ts';
import { addRecordPartitions, recordTables } from './records/record-tables.ts';
import type { Change } from './records/records.ts';
import { createRuleBook } from './sharing/rule-book.ts';
import { RULE } from './sharing/share-change.ts';
import { idempotencyTables } from './routes/idempotency-tables.ts';
import { forgetIdempotencyKeys } from './routes/idempotency.ts';

/** How often partitions are made ahead and old idempotency keys are forgotten. */
const DAY_MS = 86_400_000;
/** A boot that stays up for so long forgives the crashes of those before. */
const TRIAL_MS = 60_000;
/** A lease that nobody can cancel. */
const NEVER = new AbortController().signal;

/**
 * Opens a workspace: brings its own tables up to date, folds what is enabled and begins to deliver events. A plugin that cannot
 * be folded or started is left out and says why in `plugins()`; it never stops the others.
 */
export async function createKernel(options: KernelOptions): Promise<Kernel> {
  const host = uuid();
  const hostName = options.hostName ?? hostname();
  const database = createDatabase(options.pool);
  await applySystemTables(database, [
    recordTables,
    policyTables,
    idempotencyTables,
    pluginTables,
    subscriptionTables,
    usesTables,
    privacyTables,
  ]);
  const maintain = async (): Promise<void> => {
    await addRecordPartitions(database);
    await forgetIdempotencyKeys(database);
  };
  await maintain();
  const sharing = createRuleBook();
  const changeListeners = new Set<(changes: readonly Change[]) => void>();
  const assemblyListeners = new Set<(assembly: Assembly) => void>();
  const tellLocally = (changes: readonly Change[]): void => {
    if (changes.some(({ entity }) => entity === RULE)) sharing.doubt();
    for (const listener of changeListeners) listener(changes);
  };
  let settings = options.settings;
  let dispatcher: Dispatcher | undefined;
  const listen = options.listen ?? options.pool;
  const ending = new AbortController();
  const queue = createVerbQueue(listen, ending.signal);
  const leases = (): Leases => {
    if (!life.leases) throw new Error('No assembly could be folded.');
    return life.leases;
  };
  const assembly = (): Assembly => leases().current;
  const life = createPluginLife({
    ...options,
    database,
    hostName,
    safeMode: options.safeMode ?? false,
    clock: options.clock ?? systemClock(() => settings.timeZone),
    settings: () => settings,
    customFields: () => readCustomFields(database),
    sharing,
    announce(changes) {
      tellLocally(changes);
      channel.tellChanges(changes);
      dispatcher?.wake();
    },
    onSwap(assembly) {
      for (const listener of assemblyListeners) listener(assembly);
      dispatcher?.wake();
    },
    reportHost: () => presence.report(),
  });
  /** Serves what another host has made, also when the message of it was missed. */
  const catchUp = async (isDue: boolean): Promise<void> => {
    if (!isDue && !(await presence.isBehind())) return life.refresh();
    if (options.readSettings) settings = await options.readSettings();
    await life.follow();
    await presence.report();
  };
  const follow = async (isDue = false): Promise<void> => {
    await queue
      .run(() => catchUp(isDue))
      .catch((cause: unknown) => {
        if (!ending.signal.aborted) throw cause;
      });
  };
  /** Every change begins with what the others have done, and they are told whether it worked or not. */
  const change = <T>(work: () => Promise<T>): Promise<T> =>
    queue.run(async () => {
      await catchUp(false);
      try {
        return await work();
      } finally {
        await channel.tellAssembly(assembly().number);
        // The heartbeat says it again; what was done stays done.
        await presence
          .report()
          .catch((cause: unknown) =>
            options.log.warn('this host could not report itself', { error: String(cause) }),
          );
      }
    });
  const presence = createPresence({
    database,
    host,
    name: hostName,
    life,
    log: options.log,
    follow: () => follow(true),
  });
  const logFault = (cause: unknown): void =>
    options.log.error('another host’s assembly could not be followed', { error: String(cause) });
  const channel = await openChannel({
    pool: options.pool,
    listen,
    log: options.log,
    host,
    onAssembly: () => void follow().catch(logFault),
    onChanges: (changes) => {
      tellLocally(changes);
      dispatcher?.wake();
    },
  });
  const open = async (): Promise<void> => {
    await life.open();
    await channel.tellAssembly(assembly().number);
    await presence.report();
  };
  await queue.run(open).catch(async (cause: unknown) => {
    await presence.stop();
    await channel.stop();
    throw cause;
  });
  const trial = options.safeMode
    ? undefined
    : setTimeout(() => void forgetCrashes(database).catch(logFault), TRIAL_MS).unref();

  const run = <T>(lease: Lease, work: (assembly: Assembly) => Promise<T>): Promise<T> =>
    leases().hold((held) =>
      runIn(
        {
          assembly: held,
          principal: lease.principal,
          requestId: lease.requestId ?? uuid(),
          source: lease.source,
          address: lease.address,
          reason: lease.reason,
          cause: lease.cause,
          standing: lease.standing,
          get signal() {
            return lease.signal ?? NEVER;
          },
        },
        () => work(held),
      ),
    );
  dispatcher = createDispatcher({
    database,
    log: options.log,
    assembly,
    deliver: (subscription, work) =>
      run(
        {
          principal: systemPrincipal(`${subscription.plugin}: ${subscription.name}`),
          source: 'plugin',
        },
        work,
      ),
  });
  dispatcher.wake();
  const principals = createPrincipals(database);
  const maintenance = setInterval(() => {
    maintain().catch((cause: unknown) =>
      options.log.error('maintenance failed', { error: String(cause) }),
    );
  }, DAY_MS);
  maintenance.unref();

  return {
    database,
    get assembly() {
      return assembly();
    },
    get switching() {
      return life.switching;
    },
    run,
    safeMode: options.safeMode ?? false,
    plugins: () => life.statuses(),
    enable: (id, how) => change(() => life.enable(id, how)),
    disable: (id, how) => change(() => life.disable(id, how)),
    install: (plugin, how) => change(() => life.install(plugin, how)),
    upgrade: (plugin, how) => change(() => life.upgrade(plugin, how)),
    reconfigure: (id, how) => change(() => life.reconfigure(id, how)),
    finalize: (id, how) => change(() => life.finalize(id, how)),
    remove: (id, how) => change(() => life.remove(id, how)),
    purge: (id, how) => change(() => life.purge(id, how)),
    release: (id, how) => change(() => life.release(id, how)),
    planInstall: (description) => life.planInstall(description),
    planFinalize: (id) => life.planFinalize(id),
    planPurge: (id) => life.planPurge(id),
    impact: (id, verb) => life.impact(id, verb),
    history: (id, page = {}) => readHistory(database, id, page),
    hosts: () => readHosts(database),
    addField: (entity, name, definition) =>
      change(async () => {
        await addCustomField(database, assembly().models, { entity, name, definition });
        try {
          await life.refold();
        } catch (cause) {
          // A field that cannot be served would stop every change that follows.
          await removeCustomField(database, entity, name);
          throw cause;
        }
      }),
    removeField: (entity, name) =>
      change(async () => {
        await removeCustomField(database, entity, name);
        await life.refold();
      }),
    applySettings: (changed) =>
      change(async () => {
        settings = changed;
        await life.refold();
      }),
    principal: (userId, kind, standing) => principals.find(userId, kind, standing),
    system: systemPrincipal,
    deliverEvents: async () => dispatcher?.drain(),
    onAssembly(listener) {
      assemblyListeners.add(listener);
      return () => assemblyListeners.delete(listener);
    },
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    async stop() {
      clearInterval(maintenance);
      ending.abort();
      clearTimeout(trial);
      await dispatcher?.stop();
      await queue.idle();
      await life.stop();
      if (trial) await forgetCrashes(database).catch(logFault);
      await presence.stop();
      await channel.stop();
    },
  };
}
