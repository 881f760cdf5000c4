import type { Hooks } from '../hooks/hook.ts';
import type { AnnouncedEventName, EventTypes } from '../hooks/hook-types.ts';
import type { Principal } from '../permissions/policy.ts';
import type { RecordsOf } from '../records/records.ts';
import type { JobSender } from './job-sending.ts';
import type { ServiceToken } from './service.ts';

/**
 * What every handler of a plugin gets: all it may use of the system, for the time of one lease, which is one request, delivery or run. Keep
 * none for later: what is done after the lease has ended is refused.
 *
 * @example
 * ```ts
 * import type { Context } from '@tessera/sdk';
 *
 * export async function nameTeam(ctx: Context, name: string): Promise<string> {
 *   return ctx.transaction(async () => {
 *     await ctx.lock('team.name');
 *     const team = await ctx.records('tessera.team').create({ name });
 *     ctx.log.info('a team was made', { id: team.id });
 *     return team.id;
 *   });
 * }
 * ```
 */
export interface Context {
  /** The records of an entity, as the principal: `records(Account)`, or `records('customer.account')` with its contract imported. */
  readonly records: RecordsOf;
  /** Services of this plugin and of those it declares. */
  readonly services: Services;
  /** Calls the hooks that this plugin declares. */
  readonly hooks: Hooks;
  /** Sends jobs of this plugin. */
  readonly jobs: JobSender;
  /** The plugin's settings, valid against its schema and with its defaults. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Who acts. */
  readonly principal: Principal;
  /** A log whose lines name the plugin and the request. */
  readonly log: Logger;
  /** Aborts when the plugin is being disabled, or the caller has gone. */
  readonly signal: AbortSignal;
  /** The time; use it instead of `new Date()`, so that tests can set it. */
  readonly clock: Clock;
  /** All writes inside commit together or not at all; nested calls join the outer one. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Waits until no other transaction holds the plugin's lock of this name, and holds it until the running one ends: for a
   * rule over several records that no index can keep. What is read after it was committed by those before.
   * @throws Error outside a transaction.
   */
  lock(name: string): Promise<void>;
  /** Announces an event of the plugin, by a name of `EventTypes`; it is written in the running transaction, or at once. The payload is JSON. */
  emit<N extends AnnouncedEventName>(event: N, payload: EventTypes[N]): Promise<void>;
  /** The same context without limits of permission. The reason is logged and audited. */
  asSystem(reason: string): Context;
}

/**
 * Services of the own plugin and of those it names in `requires` and `optional`.
 *
 * @example
 * ```ts
 * import { serviceToken, type Context } from '@tessera/sdk';
 *
 * const TIDE_TABLE = serviceToken<{ next(): Date }>('harbour.tideTable');
 *
 * export function nextTide(ctx: Context): Date | undefined {
 *   return ctx.services.optional(TIDE_TABLE)?.next();
 * }
 * ```
 */
export interface Services {
  /** The service behind a token. @throws TesseraError `CORE_SERVICE_MISSING` when no enabled plugin provides it. */
  get<T>(token: ServiceToken<T>): T;
  /** Undefined while the plugin that provides it is off. */
  optional<T>(token: ServiceToken<T>): T | undefined;
}

/** Structured log; personal values do not belong in it. */
export interface Logger {
  /** What helps to find a fault; off by default. */
  debug(message: string, details?: object): void;
  /** What an operator wants to know. */
  info(message: string, details?: object): void;
  /** What went wrong and was handled. */
  warn(message: string, details?: object): void;
  /** What went wrong and somebody must look at. */
  error(message: string, details?: object): void;
}

/** The time; tests set it. */
export interface Clock {
  /** The moment. */
  now(): Date;
  /** Today in the workspace's time zone, `YYYY-MM-DD`. */
  today(): string;
}
