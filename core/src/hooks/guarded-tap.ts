import type { EnterPlugin } from '../plugin/attribution.ts';
import type { Context } from '../plugin/context.ts';
import { errors } from '../errors.ts';
import { callPluginAlong, type SpanListener } from '../plugin/plugin-call.ts';
import { whenAnswered } from '../plugin/when-answered.ts';
import { TesseraError } from '../tessera-error.ts';
import { createBreaker } from './breaker.ts';
import type { HookBreaker } from './hook-bus.ts';
import type { HookDefinition, Tap } from './hook.ts';
import type { RecordWrite } from './record-write.ts';

/** A tap with the plugin that brings it. */
export interface OwnedTap extends Tap {
  readonly plugin: string;
}

/** What taps of several plugins are entered with. */
export interface HookEntry {
  readonly contextOf: (plugin: string) => Context;
  readonly enter: EnterPlugin;
}

/** Answers at once or with a promise, as the plugin does. */
export type Handler = (value: unknown, entry: HookEntry) => unknown;
export type EachHandler = (values: readonly unknown[], entry: HookEntry) => Promise<void>;

/** A tap with its limits, and how its breaker stands. */
interface Guarded {
  readonly handler: Handler;
  readonly each?: EachHandler;
  readonly breaker?: () => HookBreaker;
}

const DEFAULT_TIMEOUT_MS = 1000;

/** One tap with its time limit, its error policy, its breaker and its span. */
export function guardTap(definition: HookDefinition, tap: OwnedTap, onSpan: SpanListener): Guarded {
  const { name: hook, kind } = definition;
  const { plugin } = tap;
  const limit = definition.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const failsClosed = kind === 'guard' || kind === 'action';
  // What a record hook throws by name is meant for the caller: the value is refused, the tap is well.
  const refuses = failsClosed || hook.endsWith('.validating');
  const isAnswer = (cause: unknown): boolean => refuses && cause instanceof TesseraError;
  const timeoutMs = Math.min(tap.timeoutMs ?? limit, limit);
  const call = { kind: 'hook' as const, name: hook, plugin, timeoutMs, isAnswer };
  const run = (value: unknown, { contextOf, enter }: HookEntry): unknown =>
    callPluginAlong(onSpan, call, enter, () => tap.handler(contextOf(plugin), value));
  const passes = (value: unknown): boolean =>
    tap.fields !== undefined && !concerns(tap.fields, value as RecordWrite);
  if (failsClosed) {
    const refuse = (cause: unknown): never => {
      throw isAnswer(cause) ? cause : errors.hookFailed({ plugin, hook }, { cause });
    };
    const runClosed = (value: unknown, entry: HookEntry): unknown =>
      whenAnswered(
        () => run(value, entry),
        (answer) => answer,
        refuse,
      );
    return {
      handler(value, entry) {
        return passes(value) ? undefined : runClosed(tap.isBatch ? [value] : value, entry);
      },
      async each(values, entry) {
        const own = values.filter((value) => !passes(value));
        if (own.length === 0) return;
        for (const value of tap.isBatch ? [own] : own) {
          const answer = runClosed(value, entry);
          if (answer instanceof Promise) await answer;
        }
      },
    };
  }
  const breaker = createBreaker();
  const isWell = (answer: unknown): unknown => {
    breaker.succeed();
    return answer;
  };
  const isUnwell = (cause: unknown): undefined => {
    if (isAnswer(cause)) throw cause;
    breaker.fail();
  };
  return {
    breaker: () => ({ hook, plugin, ...breaker.state() }),
    handler(value, entry) {
      if (breaker.isOpen() || passes(value)) return undefined;
      return whenAnswered(() => run(value, entry), isWell, isUnwell);
    },
  };
}

/** A deletion and a restoration concern every field. */
function concerns(fields: readonly string[], { action, values }: RecordWrite): boolean {
  return (
    (action !== 'create' && action !== 'update') ||
    fields.some((name) => Object.hasOwn(values, name))
  );
}
