import type { Context } from './context.ts';

/**
 * Every service by its name, with its type. A plugin adds its own in `contract.ts`, by declaration merging on `@tessera/sdk`.
 *
 * @example
 * ```ts
 * import { serviceToken, type ServiceToken } from '@tessera/sdk';
 *
 * export interface Berths {
 *   free(): Promise<readonly number[]>;
 * }
 * declare module '@tessera/sdk' {
 *   interface ServiceTypes {
 *     'harbour.berths': Berths;
 *   }
 * }
 * export const BERTHS: ServiceToken<Berths> = serviceToken('harbour.berths');
 * ```
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
export interface ServiceTypes {}

/** Name of a service that a contract declares. */
export type ServiceName = Extract<keyof ServiceTypes, string>;

/** Names a service and its type. Two tokens with the same name are the same. */
export interface ServiceToken<T> {
  /** `plugin.service`; tokens of the same name are equal. */
  readonly name: string;
  /** Only a type. */
  readonly $type?: T;
}

/**
 * Declares a token, in `contract.ts`. Its type is the one that {@link ServiceTypes} has for the name.
 *
 * @example
 * ```ts
 * import { serviceToken } from '@tessera/sdk';
 *
 * declare module '@tessera/sdk' {
 *   interface ServiceTypes {
 *     'harbour.tides': { next(): Date };
 *   }
 * }
 * export const TIDES = serviceToken('harbour.tides');
 * ```
 */
export function serviceToken<N extends ServiceName>(name: N): ServiceToken<ServiceTypes[N]>;
/** A token of a name that is not declared: its type is said here, and has to be. */
export function serviceToken<T extends object = never>(
  name: [T] extends [never] ? never : string,
): ServiceToken<T>;
export function serviceToken(name: string): ServiceToken<unknown> {
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

/**
 * Provides a service; `plugin.services` takes it.
 *
 * @example
 * ```ts
 * import { provide, serviceToken, User } from '@tessera/sdk';
 *
 * export interface Crew {
 *   count(): Promise<number>;
 * }
 * const CREW = serviceToken<Crew>('harbour.crew');
 *
 * export const crew = provide(CREW, (access) => ({
 *   count: () => access.context().records(User).count(),
 * }));
 * ```
 */
export function provide<T>(
  token: ServiceToken<T>,
  create: (access: ServiceAccess) => T,
): Provider<T> {
  return { token, create };
}
