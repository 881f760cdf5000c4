import type { Entity } from '../entities/entity.ts';
import type { Context } from '../plugin/context.ts';
import type {
  EventName,
  EventPayload,
  HookAnswer,
  HookInput,
  HookKind,
  HookName,
  HookOutput,
  HookType,
  HookTypes,
  OfferedHookName,
  RecordHappening,
  RecordHappeningPayload,
  RecordHook,
  RecordHookInput,
  RecordHookOutput,
} from './hook-types.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- an entity is invariant in its fields
type AnyEntity = Entity<any, any>;

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

/** When a tap runs, and for how long. */
export interface TapOptions {
  /** Plugin ids whose taps come after or before this one. An absent id is a warning. */
  readonly before?: readonly string[];
  /** Ids of plugins whose taps run before this one; absent ones are a warning. */
  readonly after?: readonly string[];
  /** Milliseconds until the tap counts as failed; at most, and by default, the hook's own limit: 10,000 for hooks on records. */
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
  /** It is given the writes of a batch together, as a list. */
  readonly isBatch?: boolean;
}

/**
 * Taps a hook by its name; `plugin.hooks` takes it. What the handler gets and answers follows from the name. A handler that throws a
 * {@link TesseraError} in a record hook refuses the write with it; any other failure counts against the plugin.
 *
 * @example
 * ```ts
 * import { on } from '@tessera/sdk';
 *
 * export const hooks = [
 *   on('tessera.team.creating', (_ctx, { values }) =>
 *     values.name?.startsWith('_') ? { reason: 'A name does not start with “_”.', field: 'name' } : undefined,
 *   ),
 * ];
 * ```
 */
export function on<N extends HookName>(
  hook: N,
  handler: (ctx: Context, input: HookInput<N>) => HookOutput<N> | Promise<HookOutput<N>>,
  options?: TapOptions,
): Tap;
/**
 * Taps a hook on the writes of an entity that is at hand as a value: the plugin's own need no declaration then.
 *
 * @example
 * ```ts
 * import { defineEntity, on, text } from '@tessera/sdk';
 *
 * const Berth = defineEntity('harbour.berth', {
 *   label: { en: 'Berth' },
 *   plural: { en: 'Berths' },
 *   path: 'berths',
 *   title: 'name',
 *   fields: { name: text().required() },
 * });
 *
 * export const hooks = [
 *   on(Berth, 'deleting', (_ctx, { before }) =>
 *     before?.name === 'A1' ? { reason: 'Berth A1 stays.' } : undefined,
 *   ),
 * ];
 * ```
 */
export function on<E extends AnyEntity, Hook extends RecordHook>(
  entity: E,
  hook: Hook,
  handler: (
    ctx: Context,
    input: RecordHookInput<E, Hook>,
  ) => RecordHookOutput<E, Hook> | Promise<RecordHookOutput<E, Hook>>,
  options?: TapOptions,
): Tap;
export function on(subject: string | AnyEntity, ...more: readonly unknown[]): Tap {
  const [name, [handler, options]] = nameAndRest(subject, more);
  return { hook: name, handler: handler as Tap['handler'], ...(options as TapOptions) };
}

/** The name is given, or made of an entity and a word. */
function nameAndRest(
  subject: string | AnyEntity,
  more: readonly unknown[],
): readonly [string, readonly unknown[]] {
  return typeof subject === 'string'
    ? [subject, more]
    : [`${subject.id}.${String(more[0])}`, more.slice(1)];
}

/** How an event is delivered. */
export interface SubscriptionOptions {
  /** Deliveries after the first, with growing pauses; 5 when not given. Then it becomes a dead letter. */
  readonly retries?: number;
  /** Milliseconds until a delivery counts as failed; 30,000 when not given, 50,000 at most. */
  readonly timeoutMs?: number;
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

/** How an event is delivered, and which of several subscriptions of a plugin it is. */
export interface NamedSubscriptionOptions extends SubscriptionOptions {
  /** Tells subscriptions of one plugin to one event apart; the event's name when not given. It keeps its place in the log by this name. */
  readonly name?: string;
}

/**
 * Subscribes to an event by its name; `plugin.events` takes it. Events come after the transaction, in commit order, at least once: a
 * handler that is called twice with the same `message.id` does the same again, or nothing. A handler that throws is called again.
 *
 * @example
 * ```ts
 * import { when } from '@tessera/sdk';
 *
 * export const events = [
 *   when('tessera.user.created', (ctx, { payload }) => {
 *     ctx.log.info('a user has come', { id: payload.record });
 *   }),
 * ];
 * ```
 */
export function when<N extends EventName>(
  event: N,
  handler: (ctx: Context, message: EventMessage<EventPayload<N>>) => Promise<void> | void,
  options?: NamedSubscriptionOptions,
): Subscription;
/**
 * Subscribes to an event of an entity that is at hand as a value: the plugin's own need no declaration then.
 *
 * @example
 * ```ts
 * import { User, when } from '@tessera/sdk';
 *
 * export const events = [
 *   when(User, 'updated', (ctx, { payload }) => {
 *     if (payload.changed.includes('team')) ctx.log.info('moved', { to: payload.after?.team });
 *   }),
 * ];
 * ```
 */
export function when<E extends AnyEntity, What extends RecordHappening>(
  entity: E,
  what: What,
  handler: (
    ctx: Context,
    message: EventMessage<RecordHappeningPayload<E, What>>,
  ) => Promise<void> | void,
  options?: NamedSubscriptionOptions,
): Subscription;
export function when(subject: string | AnyEntity, ...more: readonly unknown[]): Subscription {
  const [name, [handler, options]] = nameAndRest(subject, more);
  return {
    event: name,
    handler: handler as Subscription['handler'],
    ...(options as NamedSubscriptionOptions),
  };
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

/** A hook as it is offered: its kind is the one that its type says. */
export interface OfferedHook<N extends OfferedHookName> extends HookDefinition {
  /** A name of {@link HookTypes}. */
  readonly name: N;
  /** The kind that the type says. */
  readonly kind: HookTypes[N] extends HookType<infer Kind, unknown, unknown> ? Kind : never;
}

/**
 * Offers a hook; `plugin.offers` takes it. Its type is declared in `contract.ts`, in {@link HookTypes}; the plugin calls it by
 * `ctx.hooks.call`.
 *
 * @example
 * ```ts
 * import { defineHook, type HookType } from '@tessera/sdk';
 *
 * declare module '@tessera/sdk' {
 *   interface HookTypes {
 *     'harbour.berth.choosing': HookType<'collect', { vessel: string }, { berth: number }>;
 *   }
 * }
 *
 * export const choosing = defineHook({ name: 'harbour.berth.choosing', kind: 'collect', timeoutMs: 500 });
 * ```
 */
export function defineHook<N extends OfferedHookName>(definition: OfferedHook<N>): OfferedHook<N> {
  return definition;
}

/**
 * Calls hooks. Inside a plugin: `ctx.hooks`.
 *
 * @example
 * ```ts
 * import type { Context, HookType } from '@tessera/sdk';
 *
 * declare module '@tessera/sdk' {
 *   interface HookTypes {
 *     'harbour.dues.estimating': HookType<'filter', { vessel: string; dues: string }>;
 *   }
 * }
 *
 * export async function duesOf(ctx: Context, vessel: string): Promise<string> {
 *   const { dues } = await ctx.hooks.call('harbour.dues.estimating', { vessel, dues: '120.00' });
 *   return dues;
 * }
 * ```
 */
export interface Hooks {
  /**
   * filter: the last value; guard: the first refusal or undefined; action: nothing; collect: answers by plugin. A tap of a filter or a
   * collect hook that fails is left out.
   * @throws TesseraError `CORE_HOOK_FAILED` when a tap of a guard or an action fails.
   */
  call<N extends OfferedHookName>(hook: N, input: HookInput<N>): Promise<HookAnswer<N>>;
}
