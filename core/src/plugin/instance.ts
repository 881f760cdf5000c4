import { errors } from '../errors.ts';
import type { Assembly, Instance } from './assembly.ts';
import { runInPlugin } from './attribution.ts';
import type { Logger } from './context.ts';
import { runIn } from './execution.ts';
import { systemPrincipal } from './plugin-context.ts';
import { withIntactBuiltins } from './intact-builtins.ts';
import { callPlugin } from './plugin-call.ts';
import { createPluginLog } from './plugin-log.ts';
import type { InstalledPlugin, Resource } from './plugin.ts';

/** Each start and each stop of a resource may take this long. */
const RESOURCE_LIMIT_MS = 10_000;

/** An instance with what was started for it. */
export interface RunningInstance extends Instance {
  readonly started: { readonly resource: Resource; readonly value: unknown }[];
  readonly abort: AbortController;
  /** Of its version and settings. */
  readonly revision: number;
}

/** An instance that has not started. */
export function createInstance(
  installed: InstalledPlugin,
  config: Readonly<Record<string, unknown>>,
  revision: number,
  log: Logger,
): RunningInstance {
  const abort = new AbortController();
  return {
    manifest: installed.manifest,
    installed,
    config,
    revision,
    signal: abort.signal,
    log: createPluginLog(log, installed.manifest.id),
    started: [],
    abort,
  };
}

/**
 * Starts the resources of an instance, in order; on a failure stops those that had started.
 * @throws TesseraError `CORE_PLUGIN_FAILED` naming the resource.
 */
export async function startInstance(instance: RunningInstance, assembly: Assembly): Promise<void> {
  const { id } = instance.manifest;
  for (const resource of instance.installed.plugin.resources ?? []) {
    try {
      const execution = {
        assembly,
        principal: systemPrincipal(`${id}: starts ${resource.name}`),
        requestId: `start-${id}`,
        source: 'system' as const,
        signal: instance.signal,
      };
      const value = await withIntactBuiltins(id, () =>
        limited(
          runIn(execution, () => startResource(assembly, id, resource)),
          `${resource.name} did not start`,
        ),
      );
      instance.started.push({ resource, value });
    } catch (cause) {
      await stopInstance(instance);
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw errors.pluginFailed({ id, step: `start ${resource.name}`, reason }, { cause });
    }
  }
}

function startResource(assembly: Assembly, plugin: string, resource: Resource): Promise<unknown> {
  const call = { kind: 'resource' as const, name: resource.name, plugin };
  return callPlugin(assembly.onSpan, call, () => resource.start(assembly.context(plugin)));
}

/** Stops the resources, last first. A resource that does not stop is logged and left. */
export async function stopInstance(instance: RunningInstance): Promise<void> {
  for (const { resource, value } of instance.started.splice(0).toReversed()) {
    try {
      await limited(
        runInPlugin(instance.manifest.id, () => resource.stop(value)),
        `${resource.name} did not stop`,
      );
    } catch (cause) {
      instance.log.error('a resource failed to stop', {
        resource: resource.name,
        error: String(cause),
      });
    }
  }
}

async function limited<T>(work: Promise<T>, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${message} within ${RESOURCE_LIMIT_MS / 1000} s`)),
      RESOURCE_LIMIT_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
