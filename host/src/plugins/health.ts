import type { HookBreaker, Kernel } from '@tessera/core';
import type { BookEntry, HealthBook, PluginFault } from './health-book.ts';

/** Events of a plugin that did not arrive. */
export interface EventFacts {
  /** Events that were given up after the last try. */
  readonly undelivered: number;
  /** Subscriptions that wait for another try. */
  readonly retrying: readonly { readonly event: string; readonly error: string }[];
}

/** How a plugin does, in short, as it stands in the list of plugins. */
export interface PluginHealthFacts extends EventFacts {
  /** Calls into its code since this host was started. */
  readonly calls: number;
  /** Those that threw or took too long. */
  readonly failures: number;
  readonly lastFailure?: {
    readonly kind: PluginFault['kind'];
    /** The hook, event, job, route or resource. */
    readonly hook: string;
    /** ISO 8601. */
    readonly at: string;
    readonly error: string;
  };
}

/** All that is known of how a plugin does. */
export interface PluginHealthPage extends BookEntry, EventFacts {
  readonly id: string;
  /** When this host was started, ISO 8601: it counts from then on. */
  readonly since: string;
  readonly breakers: readonly Omit<HookBreaker, 'plugin'>[];
  /** Names of what is started and stopped with it; empty while it is off. */
  readonly resources: readonly string[];
}

/** Tells how plugins do. */
export interface PluginHealth {
  /** In short, by plugin; one that is not there has not been called. */
  read(): Promise<ReadonlyMap<string, PluginHealthFacts>>;
  readPage(id: string): Promise<PluginHealthPage>;
}

/** Of a plugin of which nothing is known. */
export const HEALTHY: PluginHealthFacts = { calls: 0, failures: 0, undelivered: 0, retrying: [] };
const LONGEST_ERROR = 500;

/** What was called is in the book, what became of events is read from the database. */
export function createPluginHealth(kernel: Kernel, book: HealthBook): PluginHealth {
  return {
    async read() {
      const events = await readEvents(kernel);
      const ids = new Set([...book.plugins(), ...events.keys()]);
      return new Map(
        [...ids].map((id) => [
          id,
          { ...shorten(book.read(id)), ...(events.get(id) ?? { undelivered: 0, retrying: [] }) },
        ]),
      );
    },
    async readPage(id) {
      const events = (await readEvents(kernel)).get(id) ?? { undelivered: 0, retrying: [] };
      const instance = kernel.assembly.instances.get(id);
      const breakers = kernel.assembly.hooks.breakers().filter(({ plugin }) => plugin === id);
      return {
        id,
        since: book.since,
        ...book.read(id),
        ...events,
        breakers: breakers.map(({ plugin: _plugin, ...breaker }) => breaker),
        resources: (instance?.installed.plugin.resources ?? []).map(({ name }) => name),
      };
    },
  };
}

function shorten({
  calls,
  failures,
  errors,
}: BookEntry): Omit<PluginHealthFacts, keyof EventFacts> {
  const [last] = errors;
  if (!last) return { calls, failures };
  const { kind, name, at, error } = last;
  return { calls, failures, lastFailure: { kind, hook: name, at, error } };
}

async function readEvents({ database }: Kernel): Promise<ReadonlyMap<string, EventFacts>> {
  const [letters, waiting] = await Promise.all([
    database.query<{ plugin: string; count: number }>(
      'select plugin, count(*)::int as count from tessera.dead_letter group by plugin',
    ),
    database.query<{ plugin: string; event: string; error: string | null }>(
      'select plugin, event, error from tessera.subscription where attempts > 0 order by plugin, event',
    ),
  ]);
  const undelivered = new Map(letters.map(({ plugin, count }) => [plugin, count]));
  const retrying = Map.groupBy(waiting, ({ plugin }) => plugin);
  const ids = new Set([...undelivered.keys(), ...retrying.keys()]);
  return new Map(
    [...ids].map((id) => [
      id,
      {
        undelivered: undelivered.get(id) ?? 0,
        retrying: (retrying.get(id) ?? []).map(({ event, error }) => ({
          event,
          error: (error ?? '').slice(0, LONGEST_ERROR),
        })),
      },
    ]),
  );
}
