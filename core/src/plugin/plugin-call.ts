import { runInPlugin, type EnterPlugin } from './attribution.ts';
import { reasonOf } from './plugin-step.ts';
import { isThenable, whenAnswered } from './when-answered.ts';
import { within } from './within.ts';

/** One call into the code of a plugin, for tracing and health. */
export interface PluginSpan {
  /** What was called: a tap on a hook, the handler of an event or a route, a job, the factory of a service, a resource. */
  readonly kind: 'hook' | 'event' | 'route' | 'job' | 'service' | 'resource';
  /** The hook, event, job or service, `GET /path` of a route, the name of the resource. */
  readonly name: string;
  readonly plugin: string;
  readonly milliseconds: number;
  /** What it threw; not there when it answered, and not when it refused by name, which is an answer. */
  readonly error?: string;
}

/** What is called, and for how long it may run. */
export interface PluginCall extends Pick<PluginSpan, 'kind' | 'name' | 'plugin'> {
  /** Without a limit when not given. */
  readonly timeoutMs?: number;
  /** Tells what is thrown as an answer from what is thrown as a failure; all is failure when not given. */
  readonly isAnswer?: (cause: unknown) => boolean;
}

/** Who is told of each call. */
export type SpanListener = (span: PluginSpan) => void;

/**
 * Calls the code of a plugin: what it leaves behind stays known as that plugin's, it ends in time, and the listener is told.
 * @throws whatever the plugin throws, and an Error when it does not answer in time
 */
export async function callPlugin<T>(
  onSpan: SpanListener,
  call: PluginCall,
  work: () => T | Promise<T>,
): Promise<T> {
  return callPluginAlong(onSpan, call, runInPlugin, work);
}

/** The same along a way into the plugin that is known; the answer is at hand at once where the plugin answers at once. */
export function callPluginAlong<T>(
  onSpan: SpanListener,
  call: PluginCall,
  enter: EnterPlugin,
  work: () => T | Promise<T>,
): T | Promise<T> {
  const tell = beginSpan(onSpan, call);
  return whenAnswered(
    () => inTime(enter(call.plugin, work), call.timeoutMs),
    (value) => {
      tell();
      return value;
    },
    (cause) => {
      tell({ cause });
      throw cause;
    },
  );
}

/** The same for code that answers at once, such as the factory of a service. */
export function callPluginSync<T>(onSpan: SpanListener, call: PluginCall, work: () => T): T {
  const tell = beginSpan(onSpan, call);
  try {
    const value = runInPlugin(call.plugin, work);
    tell();
    return value;
  } catch (cause) {
    tell({ cause });
    throw cause;
  }
}

function beginSpan(
  onSpan: SpanListener,
  { kind, name, plugin, isAnswer }: PluginCall,
): (failure?: { readonly cause: unknown }) => void {
  const start = performance.now();
  return (failure) => {
    const milliseconds = performance.now() - start;
    const isWell = !failure || isAnswer?.(failure.cause);
    onSpan({
      kind,
      name,
      plugin,
      milliseconds,
      ...(isWell ? {} : { error: reasonOf(failure.cause) }),
    });
  };
}

function inTime<T>(answer: T | Promise<T>, timeoutMs: number | undefined): T | Promise<T> {
  return timeoutMs === undefined || !isThenable(answer)
    ? answer
    : within(answer, timeoutMs, `no answer within ${timeoutMs} ms`);
}
