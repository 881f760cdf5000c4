import type { Context } from './context.ts';

/** Names a service and its type. Two tokens with the same name are the same. */
export interface ServiceToken<T> {
  /** `plugin.service`; tokens of the same name are equal. */
  readonly name: string;
  /** Only a type. */
  readonly $type?: T;
}

/** Declares a token, in `contract.ts`: `export const Prices = serviceToken<Prices>('sales.prices')`. */
export function serviceToken<T>(name: string): ServiceToken<T> {
  return { name };
}

/** How a service is made: synchronous, lazy, without I/O; once per assembly. */
export interface Provider<T = unknown> {
  /** What others ask for. */
  readonly token: ServiceToken<T>;
  /** Makes it when it is first asked for, once for an assembly; no I/O. */
  readonly create: (access: ServiceAccess) => T;
}

/** What a service factory gets. `context()` is that of the running lease: call it inside a method, not in the factory. */
export interface ServiceAccess {
  /** The context of the execution that runs. */
  context(): Context;
}

/** Provides a service. */
export function provide<T>(
  token: ServiceToken<T>,
  create: (access: ServiceAccess) => T,
): Provider<T> {
  return { token, create };
}
