import type { Clock, HookSpan, Sql } from '@tessera/core';

/** How a plugin does, as its administrator reads it. */
export interface PluginHealthFacts {
  /** Calls of its taps since this host was started. */
  readonly calls: number;
  /** Those that threw or took too long. */
  readonly failures: number;
  readonly lastFailure?: {
    readonly hook: string;
    /** ISO 8601. */
    readonly at: string;
    readonly error: string;
  };
  /** Events that were given up after the last try. */
  readonly undelivered: number;
  /** Subscriptions that wait for another try. */
  readonly retrying: readonly { readonly event: string; readonly error: string }[];
}

/** Watches how plugins do. */
export interface PluginHealth {
  observe(span: HookSpan): void;
  /** What is known, by plugin; one that is not there has not been called. */
  read(): Promise<ReadonlyMap<string, PluginHealthFacts>>;
}

/** Of a plugin of which nothing is known. */
export const HEALTHY: PluginHealthFacts = { calls: 0, failures: 0, undelivered: 0, retrying: [] };
const LONGEST_ERROR = 500;

/** Counts the calls of taps in memory; what became of events is read from the database. */
export function createPluginHealth(sql: Sql, clock?: Clock): PluginHealth {
  const taps = new Map<string, Pick<PluginHealthFacts, 'calls' | 'failures' | 'lastFailure'>>();
  return {
    observe({ plugin, hook, error }) {
      const before = taps.get(plugin) ?? HEALTHY;
      const calls = before.calls + 1;
      if (error === undefined) return void taps.set(plugin, { ...before, calls });
      const at = (clock?.now() ?? new Date()).toISOString();
      const lastFailure = { hook, at, error: error.slice(0, LONGEST_ERROR) };
      return void taps.set(plugin, { calls, failures: before.failures + 1, lastFailure });
    },
    async read() {
      const [letters, waiting] = await Promise.all([
        sql.query<{ plugin: string; count: number }>(
          'select plugin, count(*)::int as count from tessera.dead_letter group by plugin',
        ),
        sql.query<{ plugin: string; event: string; error: string | null }>(
          'select plugin, event, error from tessera.subscription where attempts > 0 order by plugin, event',
        ),
      ]);
      const undelivered = new Map(letters.map(({ plugin, count }) => [plugin, count]));
      const retrying = Map.groupBy(waiting, ({ plugin }) => plugin);
      const ids = new Set([...taps.keys(), ...undelivered.keys(), ...retrying.keys()]);
      return new Map(
        [...ids].map((id) => [
          id,
          {
            ...(taps.get(id) ?? HEALTHY),
            undelivered: undelivered.get(id) ?? 0,
            retrying: (retrying.get(id) ?? []).map(({ event, error }) => ({
              event,
              error: (error ?? '').slice(0, LONGEST_ERROR),
            })),
          },
        ]),
      );
    },
  };
}
