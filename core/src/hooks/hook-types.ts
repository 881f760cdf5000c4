import type { EntityName, EntityTypes } from '../entities/entity-types.ts';
import type { PersonErasing } from '../privacy/privacy-hooks.ts';
import type { RecordEvent, RecordInput, RecordWrite, StageChange } from './record-write.ts';

/**
 * How the taps of a hook work together.
 * `filter`: each gets the value the one before answered; `undefined` leaves it.
 * `guard`: the first that answers a refusal ends it; a failing tap refuses too.
 * `action`: all run, one after the other, in the transaction; a failing tap undoes it.
 * `collect`: all run at once; the answers come labelled by plugin.
 */
export type HookKind = 'filter' | 'guard' | 'action' | 'collect';

/** Why a guard refuses. */
export interface Refusal {
  /** A sentence for the person who asked. */
  readonly reason: string;
  /** Error code of the plugin, OWNER_WHAT. */
  readonly code?: string;
  /** The field it is about. */
  readonly field?: string;
}

/** The type of a hook: its kind, what it is given, and (filter, collect) what it answers. */
export interface HookType<Kind extends HookKind = HookKind, Input = unknown, Output = unknown> {
  /** How its taps work together. */
  readonly kind: Kind;
  /** What taps are given. */
  readonly input: Input;
  /** What the caller gets. */
  readonly output: Output;
}

/**
 * Every hook that plugins offer, by name. A plugin adds its own in `contract.ts`, by declaration merging on `@tessera/sdk`.
 *
 * @example
 * ```ts
 * import type { HookType } from '@tessera/sdk';
 *
 * declare module '@tessera/sdk' {
 *   interface HookTypes {
 *     'harbour.fee.estimating': HookType<'filter', { vessel: string; fee: string }>;
 *   }
 * }
 * ```
 */
export interface HookTypes {
  /** Asked before a record loses what it tells of a person; who refuses says why it has to stay. */
  'tessera.person.erasing': HookType<'guard', PersonErasing>;
}

/**
 * Every event that plugins announce, by name, with its payload, which is JSON. A plugin adds its own in `contract.ts`, by declaration merging
 * on `@tessera/sdk`.
 *
 * @example
 * ```ts
 * declare module '@tessera/sdk' {
 *   interface EventTypes {
 *     'harbour.vessel.berthed': { vessel: string; berth: number };
 *   }
 * }
 * ```
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
export interface EventTypes {}

/** A hook on the writes of every entity, by what follows the entity's id in its name. */
export type RecordHook =
  | 'validating'
  | 'creating'
  | 'updating'
  | 'deleting'
  | 'restoring'
  | 'writing';
/** An event of every entity, by what follows the entity's id in its name. */
export type RecordHappening = 'created' | 'updated' | 'deleted' | 'restored' | 'stageChanged';

/** A hook that a plugin offers. */
export type OfferedHookName = Extract<keyof HookTypes, string>;
/** A hook by its name: those that plugins offer, and those on the writes of every entity that a contract declares. */
// oxlint-disable-next-line typescript/no-redundant-type-constituents -- filled by declaration merging
export type HookName = OfferedHookName | `${EntityName}.${RecordHook}`;
/** An event that a plugin announces. */
export type AnnouncedEventName = Extract<keyof EventTypes, string>;
/** An event by its name: those that plugins announce, and those of every entity that a contract declares. */
// oxlint-disable-next-line typescript/no-redundant-type-constituents -- filled by declaration merging
export type EventName = AnnouncedEventName | `${EntityName}.${RecordHappening}`;

/** What taps of a hook are given. */
export type HookInput<N> = N extends keyof HookTypes
  ? HookTypes[N] extends HookType<HookKind, infer I, unknown>
    ? I
    : never
  : {
      [Id in EntityName]: N extends `${Id}.${infer Hook extends RecordHook}`
        ? RecordHookInput<EntityTypes[Id], Hook>
        : never;
    }[EntityName];
/** What a tap of a hook answers. */
export type HookOutput<N> = N extends keyof HookTypes
  ? HookTypes[N] extends HookType<infer K, infer I, infer O>
    ? TapAnswer<K, I, O>
    : never
  : {
      [Id in EntityName]: N extends `${Id}.${infer Hook extends RecordHook}`
        ? RecordHookOutput<EntityTypes[Id], Hook>
        : never;
    }[EntityName];
/** What the caller of a hook gets. */
export type HookAnswer<N> = N extends keyof HookTypes
  ? HookTypes[N] extends HookType<infer K, infer I, infer O>
    ? K extends 'filter'
      ? I
      : K extends 'collect'
        ? readonly { readonly plugin: string; readonly value: O }[]
        : TapAnswer<K, I, O>
    : never
  : never;
/** What the handler of an event finds in it. */
export type EventPayload<N> = N extends keyof EventTypes
  ? EventTypes[N]
  : {
      [Id in EntityName]: N extends `${Id}.${infer What extends RecordHappening}`
        ? RecordHappeningPayload<EntityTypes[Id], What>
        : never;
    }[EntityName];

/** What a tap of a kind of hook answers. */
export type TapAnswer<K, I, O> = K extends 'filter'
  ? I | undefined
  : K extends 'guard'
    ? Refusal | undefined
    : K extends 'action'
      ? void
      : O;
/** What taps on the writes of an entity are given. */
export type RecordHookInput<E, Hook> = Hook extends 'validating' ? RecordInput<E> : RecordWrite<E>;
/** What taps on the writes of an entity answer. */
export type RecordHookOutput<E, Hook> = Hook extends 'validating'
  ? RecordInput<E, Readonly<Record<string, unknown>>> | undefined
  : Hook extends 'writing'
    ? void
    : Refusal | undefined;
/** What the events of an entity tell. */
export type RecordHappeningPayload<E, What> = What extends 'stageChanged'
  ? StageChange<E>
  : RecordEvent<E>;
