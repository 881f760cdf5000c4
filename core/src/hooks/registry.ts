import tapable from 'tapable';
import { errors } from '../errors.ts';
import { TesseraError } from '../tessera-error.ts';
import type { Context } from '../plugin/context.ts';
import { callPlugin, type SpanListener } from '../plugin/plugin-call.ts';
import { createBreaker } from './breaker.ts';
import type { HookBreaker, HookBus } from './hook-bus.ts';
import type { HookKind } from './hook-types.ts';
import type { HookDefinition, Tap } from './hook.ts';
import type { RecordWrite } from './record-write.ts';

/** A tap with the plugin that brings it. */
export interface OwnedTap extends Tap {
  readonly plugin: string;
}

const DEFAULT_TIMEOUT_MS = 1000;
/** Of hooks on records: they wait for the database, and one that is given up refuses the write, or lets it pass unchecked. */
const RECORD_TIMEOUT_MS = 10_000;

const RECORD_HOOKS: Readonly<Record<string, HookKind>> = {
  validating: 'filter',
  creating: 'guard',
  updating: 'guard',
  deleting: 'guard',
  restoring: 'guard',
  writing: 'action',
};

type ContextOf = (plugin: string) => Context;
type Caller = (input: unknown, contextOf: ContextOf) => Promise<unknown>;
type Handler = (value: unknown, contextOf: ContextOf) => Promise<unknown>;
type EachHandler = (values: readonly unknown[], contextOf: ContextOf) => Promise<void>;

interface Compiled {
  readonly kind: HookKind;
  readonly plugins: readonly string[];
  /** Fields that the taps wait for; undefined when one of them waits for none. */
  readonly fields: ReadonlySet<string> | undefined;
  readonly call: Caller;
  /** Of an action: the taps as they take the writes of a batch. */
  readonly each: readonly EachHandler[];
  readonly breakers: readonly (() => HookBreaker)[];
}

/** A tap with its limits, and how its breaker stands. */
interface Guarded {
  readonly handler: Handler;
  readonly each?: EachHandler;
  readonly breaker?: () => HookBreaker;
}

/**
 * Folds definitions and taps into the hooks of one assembly.
 * @throws TesseraError `CORE_PLUGIN_REJECTED` when a tap names an unknown hook or the order of taps is a circle.
 */
export function createHookBus(
  definitions: readonly HookDefinition[],
  taps: readonly OwnedTap[],
  entities: ReadonlySet<string>,
  onSpan: SpanListener = () => {},
): HookBus {
  const warnings: string[] = [];
  const known = new Map(definitions.map((definition) => [definition.name, definition]));
  const compiled = new Map<string, Compiled>();
  for (const [hook, group] of Map.groupBy(taps, (tap) => tap.hook)) {
    const definition = known.get(hook) ?? recordHook(hook, entities);
    if (!definition) {
      warnings.push(
        `${group.map((tap) => tap.plugin).join(', ')} taps ${hook}, which no enabled plugin offers`,
      );
      continue;
    }
    compiled.set(hook, compile(definition, order(hook, group, warnings), onSpan));
  }
  return {
    warnings,
    isTapped(hook, fields) {
      const found = compiled.get(hook);
      return (
        found !== undefined &&
        (!fields || !found.fields || fields.some((name) => found.fields?.has(name)))
      );
    },
    taps: (hook) => compiled.get(hook)?.plugins ?? [],
    breakers: () =>
      [...compiled.values()].flatMap(({ breakers }) => breakers.map((breaker) => breaker())),
    kind(hook) {
      const kind =
        compiled.get(hook)?.kind ?? (known.get(hook) ?? recordHook(hook, entities))?.kind;
      if (!kind) throw errors.requestInvalid({ reason: `there is no hook ${hook}` });
      return kind;
    },
    async call(hook, input, contextOf) {
      const found = compiled.get(hook);
      if (found) return found.call(input, contextOf);
      const kind = this.kind(hook);
      return kind === 'filter' ? input : kind === 'collect' ? [] : undefined;
    },
    async callEach(hook, inputs, contextOf) {
      for (const tap of compiled.get(hook)?.each ?? []) await tap(inputs, contextOf);
    },
  };
}

function recordHook(name: string, entities: ReadonlySet<string>): HookDefinition | undefined {
  const dot = name.lastIndexOf('.');
  const kind = RECORD_HOOKS[name.slice(dot + 1)];
  return kind && entities.has(name.slice(0, dot))
    ? { name, kind, timeoutMs: RECORD_TIMEOUT_MS }
    : undefined;
}

/** Keeps the order given (that of the plugins), but for what `before` and `after` ask. */
function order(hook: string, taps: readonly OwnedTap[], warnings: string[]): OwnedTap[] {
  const present = new Set(taps.map((tap) => tap.plugin));
  for (const tap of taps) {
    for (const name of [...(tap.before ?? []), ...(tap.after ?? [])]) {
      if (!present.has(name))
        warnings.push(`${hook}: ${tap.plugin} is ordered against ${name}, which does not tap it`);
    }
  }
  const ordered: OwnedTap[] = [];
  const visiting = new Set<OwnedTap>();
  const visit = (tap: OwnedTap): void => {
    if (ordered.includes(tap)) return;
    if (visiting.has(tap)) {
      throw errors.pluginRejected({
        id: tap.plugin,
        reason: `its place among the taps of ${hook} is a circle`,
      });
    }
    visiting.add(tap);
    for (const other of taps) {
      const first = tap.after?.includes(other.plugin) || other.before?.includes(tap.plugin);
      if (other !== tap && first) visit(other);
    }
    ordered.push(tap);
  };
  for (const tap of taps) visit(tap);
  return ordered;
}

function compile(
  definition: HookDefinition,
  taps: readonly OwnedTap[],
  onSpan: SpanListener,
): Compiled {
  const { kind } = definition;
  const made = taps.map((tap) => [tap.plugin, guarded(definition, tap, onSpan)] as const);
  const handlers = made.map(([plugin, { handler }]) => [plugin, handler] as const);
  return {
    kind,
    plugins: taps.map((tap) => tap.plugin),
    fields: taps.every((tap) => tap.fields)
      ? new Set(taps.flatMap((tap) => tap.fields ?? []))
      : undefined,
    call: caller(kind, definition.name, handlers),
    each: made.flatMap(([, { each }]) => each ?? []),
    breakers: made.flatMap(([, { breaker }]) => breaker ?? []),
  };
}

function caller(
  kind: HookKind,
  name: string,
  handlers: readonly (readonly [string, Handler])[],
): Caller {
  if (kind === 'collect') {
    return async (input, contextOf) => {
      const answers = await Promise.all(
        handlers.map(async ([plugin, handler]) => ({
          plugin,
          value: await handler(input, contextOf),
        })),
      );
      return answers.filter((answer) => answer.value !== undefined);
    };
  }
  const hook =
    kind === 'filter'
      ? new tapable.AsyncSeriesWaterfallHook<[unknown, ContextOf]>(['value', 'contextOf'], name)
      : kind === 'guard'
        ? new tapable.AsyncSeriesBailHook<[unknown, ContextOf], unknown>(
            ['value', 'contextOf'],
            name,
          )
        : new tapable.AsyncSeriesHook<[unknown, ContextOf]>(['value', 'contextOf'], name);
  for (const [plugin, handler] of handlers) hook.tapPromise(plugin, handler as never);
  return (input, contextOf) => hook.promise(input, contextOf);
}

/** One tap with its time limit, its error policy, its breaker and its span. */
function guarded(definition: HookDefinition, tap: OwnedTap, onSpan: SpanListener): Guarded {
  const { name: hook, kind } = definition;
  const { plugin } = tap;
  const limit = definition.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const failsClosed = kind === 'guard' || kind === 'action';
  // What a record hook throws by name is meant for the caller: the value is refused, the tap is well.
  const refuses = failsClosed || hook.endsWith('.validating');
  const isAnswer = (cause: unknown): boolean => refuses && cause instanceof TesseraError;
  const timeoutMs = Math.min(tap.timeoutMs ?? limit, limit);
  const call = { kind: 'hook' as const, name: hook, plugin, timeoutMs, isAnswer };
  const run = (value: unknown, contextOf: ContextOf): Promise<unknown> =>
    callPlugin(onSpan, call, () => tap.handler(contextOf(plugin), value));
  const passes = (value: unknown): boolean =>
    tap.fields !== undefined && !concerns(tap.fields, value as RecordWrite);
  if (failsClosed) {
    const runClosed = async (value: unknown, contextOf: ContextOf): Promise<unknown> => {
      try {
        return await run(value, contextOf);
      } catch (cause) {
        throw isAnswer(cause) ? cause : errors.hookFailed({ plugin, hook }, { cause });
      }
    };
    return {
      async handler(value, contextOf) {
        return passes(value) ? undefined : runClosed(tap.isBatch ? [value] : value, contextOf);
      },
      async each(values, contextOf) {
        const own = values.filter((value) => !passes(value));
        if (own.length === 0) return;
        for (const value of tap.isBatch ? [own] : own) await runClosed(value, contextOf);
      },
    };
  }
  const breaker = createBreaker();
  return {
    breaker: () => ({ hook, plugin, ...breaker.state() }),
    async handler(value, contextOf) {
      if (breaker.isOpen() || passes(value)) return undefined;
      try {
        const answer = await run(value, contextOf);
        breaker.succeed();
        return answer;
      } catch (cause) {
        if (isAnswer(cause)) throw cause;
        breaker.fail();
        return undefined;
      }
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
