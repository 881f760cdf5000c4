import type { Context } from '../plugin/context.ts';

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

/** Every hook by name. Plugins add theirs by declaration merging on `@tessera/sdk`. */
// oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
export interface HookTypes {}

/** Every event by name, with its payload. Plugins add theirs by declaration merging on `@tessera/sdk`. */
// oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
export interface EventTypes {}

/** Hooks and events that every entity has are typed by their names: `<entity>.creating`, `<entity>.created`. */
export type RecordHookName =
  `${string}.${string}.${'validating' | 'creating' | 'updating' | 'deleting' | 'restoring' | 'writing'}`;
export type RecordEventName =
  `${string}.${string}.${'created' | 'updated' | 'deleted' | 'restored' | 'stageChanged'}`;

/** A hook by its name: those that plugins declare, and those on the writes of every entity. */
// oxlint-disable-next-line typescript/no-redundant-type-constituents -- filled by declaration merging
export type HookName = keyof HookTypes | RecordHookName;
/** An event by its name: those that plugins declare, and those of every entity. */
// oxlint-disable-next-line typescript/no-redundant-type-constituents -- filled by declaration merging
export type EventName = keyof EventTypes | RecordEventName;

/** What record hooks are given. `validating` is a filter over it; `creating`… are guards; `writing` an action in the transaction. */
export interface RecordWrite {
  /** What is done to the record. */
  readonly action: 'create' | 'update' | 'delete' | 'restore';
  /** Id of the record, of one that is being created too. */
  readonly id?: string;
  /** The stored record; null on creation. */
  readonly before: Readonly<Record<string, unknown>> | null;
  /** What will be written: only what changes. A `validating` tap answers a write with other values. */
  readonly values: Readonly<Record<string, unknown>>;
  /** An import of history: gates are warnings, automation is off. */
  readonly history: boolean;
}

/** What an event handler is given. */
export interface EventMessage<Payload = unknown> {
  /** UUID v7 of the event; the same on each delivery. */
  readonly id: string;
  /** Name of the event. */
  readonly name: string;
  /** When it was committed, ISO 8601. */
  readonly at: string;
  /** Who did it; the id is null for the system. */
  readonly actor: { readonly kind: string; readonly userId: string | null };
  /** What happened, by the type of the event. */
  readonly payload: Payload;
  /** The change is an import of history: no automation, mail or notification follows from it. */
  readonly history: boolean;
  /** 1 on the first delivery. */
  readonly attempt: number;
}

/** Payload of the events of an entity. */
export interface RecordEvent {
  /** Entity of the record. */
  readonly entity: string;
  /** Id of the record. */
  readonly record: string;
  /** The record before; null when it was created. */
  readonly before: Readonly<Record<string, unknown>> | null;
  /** The record after; null when it was deleted. */
  readonly after: Readonly<Record<string, unknown>> | null;
  /** Names of the fields whose values differ. */
  readonly changed: readonly string[];
}

type InputOf<N> = N extends keyof HookTypes
  ? HookTypes[N] extends HookType<HookKind, infer I, unknown>
    ? I
    : never
  : RecordWrite;
type OutputOf<N> = N extends keyof HookTypes
  ? HookTypes[N] extends HookType<infer K, infer I, infer O>
    ? K extends 'filter'
      ? I | undefined
      : K extends 'guard'
        ? Refusal | undefined
        : K extends 'action'
          ? void
          : O
    : never
  : N extends `${string}.validating`
    ? RecordWrite | undefined
    : N extends `${string}.writing`
      ? void
      : Refusal | undefined;
type PayloadOf<N> = N extends keyof EventTypes ? EventTypes[N] : RecordEvent;

/** When a tap runs, and for how long. */
export interface TapOptions {
  /** Plugin ids whose taps come after or before this one. An absent id is a warning. */
  readonly before?: readonly string[];
  /** Ids of plugins whose taps run before this one; absent ones are a warning. */
  readonly after?: readonly string[];
  /** Milliseconds until the tap counts as failed; at most, and by default, the hook's own limit. */
  readonly timeoutMs?: number;
  /**
   * Of a hook on the writes of an entity: an update or creation calls the tap only when it writes one of these fields; every field when not
   * given. Say them on `writing`: a write that no tap follows needs no transaction of its own.
   */
  readonly fields?: readonly string[];
}

/** A tap as a value. */
export interface Tap extends TapOptions {
  /** Name of the hook. */
  readonly hook: string;
  /** What it answers is of the hook’s kind: a value, a refusal, or nothing. */
  // oxlint-disable-next-line typescript/no-explicit-any -- checked where it is made, by `on`
  readonly handler: (ctx: Context, input: any) => unknown;
}

/** Taps a hook. */
export function on<N extends HookName>(
  hook: N,
  handler: (ctx: Context, input: InputOf<N>) => OutputOf<N> | Promise<OutputOf<N>>,
  options: TapOptions = {},
): Tap {
  return { hook, handler, ...options };
}

/** How an event is delivered. */
export interface SubscriptionOptions {
  /** Deliveries after the first, with growing pauses; 5 when not given. Then it becomes a dead letter. */
  readonly retries?: number;
}

/** A subscription to an event as a value. Events arrive after commit, in commit order, at least once. */
export interface Subscription extends SubscriptionOptions {
  /** Name of the event. */
  readonly event: string;
  /** Tells subscriptions of one plugin to one event apart; the event's name when not given. */
  readonly name?: string;
  /** May be called more than once for one event: it does the same again, or nothing. */
  // oxlint-disable-next-line typescript/no-explicit-any -- checked where it is made, by `when`
  readonly handler: (ctx: Context, message: EventMessage<any>) => Promise<void> | void;
}

/** Subscribes to an event. */
export function when<N extends EventName>(
  event: N,
  handler: (ctx: Context, message: EventMessage<PayloadOf<N>>) => Promise<void> | void,
  options: SubscriptionOptions & { readonly name?: string } = {},
): Subscription {
  return { event, handler, ...options };
}

/** A hook that a plugin offers to others. */
export interface HookDefinition {
  /** `plugin.subject.verbing`. */
  readonly name: string;
  /** How its taps work together. */
  readonly kind: HookKind;
  /** Limit of each tap in milliseconds; 1,000 when not given. */
  readonly timeoutMs?: number;
}

/** Offers a hook; its types are declared in `contract.ts` by merging into `HookTypes`. */
export function defineHook(definition: HookDefinition): HookDefinition {
  return definition;
}

/** Calls hooks. Inside a plugin: `ctx.hooks`. */
export interface Hooks {
  /** filter: the last value; guard: the first refusal or undefined; action: nothing; collect: answers by plugin. */
  call<N extends HookName>(hook: N, input: InputOf<N>): Promise<HookAnswer<N>>;
}
type HookAnswer<N> = N extends keyof HookTypes
  ? HookTypes[N] extends HookType<infer K, infer I, infer O>
    ? K extends 'filter'
      ? I
      : K extends 'guard'
        ? Refusal | undefined
        : K extends 'action'
          ? void
          : readonly { readonly plugin: string; readonly value: O }[]
    : never
  : unknown;
