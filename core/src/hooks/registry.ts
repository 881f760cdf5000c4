import tapable from 'tapable';
import { errors } from '../errors.ts';
import { enterPluginsOnce, runInPlugin } from '../plugin/attribution.ts';
import type { SpanListener } from '../plugin/plugin-call.ts';
import { whenAnswered } from '../plugin/when-answered.ts';
import {
  guardTap,
  type EachHandler,
  type Handler,
  type HookEntry,
  type OwnedTap,
} from './guarded-tap.ts';
import type { HookBreaker, HookBus } from './hook-bus.ts';
import type { HookKind } from './hook-types.ts';
import type { HookDefinition } from './hook.ts';

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

/** Told once a tap or all of them have answered: what was thrown, or else the answer. */
type Done = (cause: unknown, answer?: unknown) => void;

interface Compiled {
  readonly kind: HookKind;
  readonly plugins: readonly string[];
  /** Fields that the taps wait for; undefined when one of them waits for none. */
  readonly fields: ReadonlySet<string> | undefined;
  readonly call: Handler;
  /** Of an action: the taps as they take the writes of a batch. */
  readonly each: readonly EachHandler[];
  readonly breakers: readonly (() => HookBreaker)[];
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
  const kindOf = (hook: string): HookKind => {
    const kind = compiled.get(hook)?.kind ?? (known.get(hook) ?? recordHook(hook, entities))?.kind;
    if (!kind) throw errors.requestInvalid({ reason: `there is no hook ${hook}` });
    return kind;
  };
  const call = (hook: string, input: unknown, entry: HookEntry): unknown => {
    const found = compiled.get(hook);
    if (found) return found.call(input, entry);
    const kind = kindOf(hook);
    return kind === 'filter' ? input : kind === 'collect' ? [] : undefined;
  };
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
    kind: kindOf,
    call: async (hook, input, contextOf) => call(hook, input, { contextOf, enter: runInPlugin }),
    callerOf(hook, contextOf) {
      const entry = { contextOf, enter: enterPluginsOnce() };
      return (input) => call(hook, input, entry);
    },
    async callEach(hook, inputs, contextOf) {
      const entry = { contextOf, enter: enterPluginsOnce() };
      for (const tap of compiled.get(hook)?.each ?? []) await tap(inputs, entry);
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
  const made = taps.map((tap) => [tap.plugin, guardTap(definition, tap, onSpan)] as const);
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
): Handler {
  if (kind === 'collect') {
    return async (input, entry) => {
      const answers = await Promise.all(
        handlers.map(async ([plugin, handler]) => ({
          plugin,
          value: await handler(input, entry),
        })),
      );
      return answers.filter((answer) => answer.value !== undefined);
    };
  }
  const hook =
    kind === 'filter'
      ? new tapable.AsyncSeriesWaterfallHook<[unknown, HookEntry]>(['value', 'entry'], name)
      : kind === 'guard'
        ? new tapable.AsyncSeriesBailHook<[unknown, HookEntry], unknown>(['value', 'entry'], name)
        : new tapable.AsyncSeriesHook<[unknown, HookEntry]>(['value', 'entry'], name);
  for (const [plugin, handler] of handlers) hook.tapAsync(plugin, telling(handler) as never);
  return (input, entry) => answerOf((done) => hook.callAsync(input, entry, done as never));
}

/** A handler as tapable calls it: it tells what it answers, so that it may do so at once. */
function telling(handler: Handler): (value: unknown, entry: HookEntry, done: Done) => void {
  return (value, entry, done) => {
    void whenAnswered(
      () => handler(value, entry),
      (answer) => done(null, answer),
      done,
    );
  };
}

/** What a call tells in the end: at once where it has told it by then, else a promise of it. */
function answerOf(call: (done: Done) => void): unknown {
  let told: Parameters<Done> | undefined;
  let tellLate: ((told: Parameters<Done>) => void) | undefined;
  call((...all) => {
    told = all;
    tellLate?.(all);
  });
  return told
    ? opened(told)
    : new Promise<Parameters<Done>>((resolve) => (tellLate = resolve)).then(opened);
}

function opened([cause, answer]: Parameters<Done>): unknown {
  if (cause) throw cause;
  return answer;
}
