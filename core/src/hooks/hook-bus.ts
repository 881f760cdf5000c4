import type { Context } from '../plugin/context.ts';
import type { HookKind } from './hook.ts';

/** One call of one tap, for tracing and health. */
export interface HookSpan {
  readonly hook: string;
  readonly plugin: string;
  readonly milliseconds: number;
  /** What it threw; not there when it answered, and not when it refused by name, which is an answer. */
  readonly error?: string;
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
  /** What was odd when it was folded: an order against an absent plugin. */
  readonly warnings: readonly string[];
}
