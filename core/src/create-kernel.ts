import { v7 as uuid } from 'uuid';
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
import { createPluginLife, type PluginLife } from './plugin/life.ts';
import { pluginTables } from './plugin/plugin-store.ts';
import { systemPrincipal } from './plugin/plugin-context.ts';
import { createDatabase } from './records/database.ts';
import { addRecordPartitions, recordTables } from './records/record-tables.ts';
import type { Change } from './records/records.ts';
import { idempotencyTables } from './routes/idempotency-tables.ts';
import { forgetIdempotencyKeys } from './routes/idempotency.ts';

/** How often partitions are made ahead and old idempotency keys are forgotten. */
const DAY_MS = 86_400_000;
/** A lease that nobody can cancel. */
const NEVER = new AbortController().signal;

/**
 * Opens a workspace: brings its own tables up to date, folds what is enabled and begins to deliver events. A plugin that cannot
 * be folded or started is left out and says why in `plugins()`; it never stops the others.
 */
export async function createKernel(options: KernelOptions): Promise<Kernel> {
  const host = uuid();
  const database = createDatabase(options.pool);
  await applySystemTables(database, [
    recordTables,
    policyTables,
    idempotencyTables,
    pluginTables,
    subscriptionTables,
  ]);
  const maintain = async (): Promise<void> => {
    await addRecordPartitions(database);
    await forgetIdempotencyKeys(database);
  };
  await maintain();
  const changeListeners = new Set<(changes: readonly Change[]) => void>();
  const assemblyListeners = new Set<(assembly: Assembly) => void>();
  const tellLocally = (changes: readonly Change[]): void => {
    for (const listener of changeListeners) listener(changes);
  };
  let settings = options.settings;
  let dispatcher: Dispatcher | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  /** Changes of the assembly are made one after the other. */
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work, work);
    queue = result.catch(() => {});
    return result;
  };

  const logFault = (cause: unknown): void =>
    options.log.error('another host’s assembly could not be followed', { error: String(cause) });
  let life: PluginLife | undefined;
  const follow = async (number?: number): Promise<void> => {
    if (options.readSettings) settings = await options.readSettings();
    await life?.follow(number);
  };

  const channel = await openChannel({
    pool: options.pool,
    listen: options.listen ?? options.pool,
    log: options.log,
    host,
    onAssembly: (number) => void exclusively(() => follow(number)).catch(logFault),
    onChanges: (changes) => {
      tellLocally(changes);
      dispatcher?.wake();
    },
  });
  const open = async (): Promise<PluginLife> =>
    (life = await createPluginLife({
      ...options,
      database,
      clock: options.clock ?? systemClock(() => settings.timeZone),
      settings: () => settings,
      customFields: () => readCustomFields(database),
      announce(changes) {
        tellLocally(changes);
        channel.tellChanges(changes);
        dispatcher?.wake();
      },
      onSwap(assembly) {
        for (const listener of assemblyListeners) listener(assembly);
        dispatcher?.wake();
      },
      tellOthers: (number) => channel.tellAssembly(number),
    }));
  const opened = await exclusively(open).catch(async (cause: unknown) => {
    await channel.stop();
    throw cause;
  });

  const run = <T>(lease: Lease, work: (assembly: Assembly) => Promise<T>): Promise<T> =>
    opened.leases.hold((assembly) =>
      runIn(
        {
          assembly,
          principal: lease.principal,
          requestId: lease.requestId ?? uuid(),
          source: lease.source,
          address: lease.address,
          signal: lease.signal ?? NEVER,
        },
        () => work(assembly),
      ),
    );
  dispatcher = createDispatcher({
    database,
    log: options.log,
    assembly: () => opened.leases.current,
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
      return opened.leases.current;
    },
    get switching() {
      return opened.switching;
    },
    run,
    plugins: () => opened.statuses(),
    enable: (id, how) => exclusively(() => opened.enable(id, how?.cascade ?? false)),
    disable: (id, how) => exclusively(() => opened.disable(id, how?.cascade ?? false)),
    addField: (entity, name, definition) =>
      exclusively(async () => {
        await addCustomField(database, opened.leases.current.models, { entity, name, definition });
        await opened.refold();
      }),
    removeField: (entity, name) =>
      exclusively(async () => {
        await removeCustomField(database, entity, name);
        await opened.refold();
      }),
    applySettings: (changed) =>
      exclusively(async () => {
        settings = changed;
        await opened.refold();
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
      await dispatcher?.stop();
      await queue;
      await opened.stop();
      await channel.stop();
    },
  };
}
