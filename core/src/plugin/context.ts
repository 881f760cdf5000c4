import type { EventName, EventTypes, Hooks } from '../hooks/hook.ts';
import type { Principal } from '../permissions/policy.ts';
import type { RecordsOf } from '../records/records.ts';
import type { ServiceToken } from './service.ts';

/** What every handler of a plugin gets: all it may use of the system, for the time of one lease. */
export interface Context {
  /** The records of an entity, as the principal. */
  readonly records: RecordsOf;
  readonly services: Services;
  readonly hooks: Hooks;
  /** The plugin's settings, valid against its schema. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  readonly log: Logger;
  /** Aborts when the plugin is being disabled, or the caller has gone. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** All writes inside commit together or not at all; nested calls join the outer one. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** Announces an event of the plugin; it is written in the running transaction, or at once. */
  emit<N extends EventName>(event: N, payload: N extends keyof EventTypes ? EventTypes[N] : unknown): Promise<void>;
  /** The same context without limits of permission. The reason is logged and audited. */
  asSystem(reason: string): Context;
}

/** Services of the own plugin and of the plugins it requires. */
export interface Services {
  /** @throws TesseraError `CORE_SERVICE_MISSING` when no enabled plugin provides it. */
  get<T>(token: ServiceToken<T>): T;
  /** Undefined while the plugin that provides it is off. */
  optional<T>(token: ServiceToken<T>): T | undefined;
}

/** Structured log; personal values do not belong in it. */
export interface Logger {
  debug(message: string, details?: object): void;
  info(message: string, details?: object): void;
  warn(message: string, details?: object): void;
  error(message: string, details?: object): void;
}

/** The time; tests set it. */
export interface Clock {
  now(): Date;
  /** Today in the workspace's time zone, `YYYY-MM-DD`. */
  today(): string;
}
