import tapable from 'tapable';
import { errors, TesseraError } from '../errors.ts';
import type { Context } from '../plugin/context.ts';
import type { HookBus, HookSpan } from './hook-bus.ts';
import type { HookDefinition, HookKind, RecordWrite, Tap } from './hook.ts';

/** A tap with the plugin that brings it. */
export interface OwnedTap extends Tap {
  readonly plugin: string;
}

/** Failures in a row after which a filter or collect tap is left out, and for how long. */
const BREAKER = { failures: 5, pauseMs: 30_000 };
const DEFAULT_TIMEOUT_MS = 1000;

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

interface Compiled {
  readonly kind: HookKind;
  readonly plugins: readonly string[];
  /** Fields that the taps wait for; undefined when one of them waits for none. */
  readonly fields: ReadonlySet<string> | undefined;
  readonly call: Caller;
}

/**
 * Folds definitions and taps into the hooks of one assembly.
 * @throws TesseraError `CORE_PLUGIN_REJECTED` when a tap names an unknown hook or the order of taps is a circle.
 */
export function createHookBus(
  definitions: readonly HookDefinition[],
  taps: readonly OwnedTap[],
  entities: ReadonlySet<string>,
  onSpan: (span: HookSpan) => void = () => {},
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
  };
}

function recordHook(name: string, entities: ReadonlySet<string>): HookDefinition | undefined {
  const dot = name.lastIndexOf('.');
  const kind = RECORD_HOOKS[name.slice(dot + 1)];
  return kind && entities.has(name.slice(0, dot)) ? { name, kind } : undefined;
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
  onSpan: (span: HookSpan) => void,
): Compiled {
  const { kind } = definition;
  const handlers = taps.map((tap) => [tap.plugin, guarded(definition, tap, onSpan)] as const);
  return {
    kind,
    plugins: taps.map((tap) => tap.plugin),
    fields: taps.every((tap) => tap.fields)
      ? new Set(taps.flatMap((tap) => tap.fields ?? []))
      : undefined,
    call: caller(kind, definition.name, handlers),
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
function guarded(
  definition: HookDefinition,
  tap: OwnedTap,
  onSpan: (span: HookSpan) => void,
): Handler {
  const limit = definition.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const timeoutMs = Math.min(tap.timeoutMs ?? limit, limit);
  const failsClosed = definition.kind === 'guard' || definition.kind === 'action';
  // What a record hook throws by name is meant for the caller: the value is refused, the tap is well.
  const refuses = failsClosed || definition.name.endsWith('.validating');
  let failures = 0;
  let openUntil = 0;
  return async (value, contextOf) => {
    if (!failsClosed && openUntil > Date.now()) return undefined;
    if (tap.fields && !concerns(tap.fields, value as RecordWrite)) return undefined;
    const start = performance.now();
    const span = { hook: definition.name, plugin: tap.plugin };
    try {
      const answer = tap.handler(contextOf(tap.plugin), value);
      const settled = answer instanceof Promise ? await within(answer, timeoutMs) : answer;
      failures = 0;
      onSpan({ ...span, milliseconds: performance.now() - start });
      return settled;
    } catch (cause) {
      const isRefusal = refuses && cause instanceof TesseraError;
      const error = cause instanceof Error ? cause.message : String(cause);
      onSpan({ ...span, milliseconds: performance.now() - start, ...(isRefusal ? {} : { error }) });
      if (isRefusal) throw cause;
      if (failsClosed) {
        throw errors.hookFailed({ plugin: tap.plugin, hook: definition.name }, { cause });
      }
      if (++failures >= BREAKER.failures) openUntil = Date.now() + BREAKER.pauseMs;
      return undefined;
    }
  };
}

/** A deletion and a restoration concern every field. */
function concerns(fields: readonly string[], { action, values }: RecordWrite): boolean {
  return (
    (action !== 'create' && action !== 'update') ||
    fields.some((name) => Object.hasOwn(values, name))
  );
}

async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
