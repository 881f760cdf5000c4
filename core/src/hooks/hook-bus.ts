import type { Context } from '../plugin/context.ts';
import type { HookKind } from './hook-types.ts';

/** How it stands with a tap that may be left out for a while: a filter or a collector that failed five times in a row. */
export interface HookBreaker {
  readonly hook: string;
  readonly plugin: string;
  /** `half-open`: the pause is over, and the next call shows whether it is well again. */
  readonly state: 'closed' | 'open' | 'half-open';
  /** When it is tried again, ISO 8601; of an open one. */
  readonly until?: string;
}

/** The hooks of one assembly. */
export interface HookBus {
  /**
   * Whether anything taps the hook: callers skip the work of preparing an input when not. With the names of the fields that are written, taps
   * that wait for others do not count.
   */
  isTapped(hook: string, fields?: readonly string[]): boolean;
  /** The plugins that tap it, in the order they run. */
  taps(hook: string): readonly string[];
  kind(hook: string): HookKind;
  /** Calls it; each tap gets the context of its plugin from `contextOf`. */
  call(hook: string, input: unknown, contextOf: (plugin: string) => Context): Promise<unknown>;
  /**
   * Calls it for inputs that follow one another in what runs now: what that is is copied once for each plugin, and an answer is at hand at once
   * where all taps answer at once, else it is a promise.
   */
  callerOf(hook: string, contextOf: (plugin: string) => Context): (input: unknown) => unknown;
  /** Calls an action for writes that were made together, one tap after the other. */
  callEach(
    hook: string,
    inputs: readonly unknown[],
    contextOf: (plugin: string) => Context,
  ): Promise<void>;
  /** The taps that have a breaker, as they stand now. */
  breakers(): readonly HookBreaker[];
  /** What was odd when it was folded: an order against an absent plugin. */
  readonly warnings: readonly string[];
}
