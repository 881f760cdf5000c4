import type { Assembly, Instance } from './assembly.ts';
import { runInPlugin } from './attribution.ts';
import type { Logger } from './context.ts';
import { runIn } from './execution.ts';
import { hideSecrets } from './hide-secrets.ts';
import { systemPrincipal } from './plugin-context.ts';
import { withIntactBuiltins } from './intact-builtins.ts';
import { callPlugin } from './plugin-call.ts';
import { createPluginLog } from './plugin-log.ts';
import type { InstalledPlugin, Resource } from './plugin.ts';
import { asPluginFailure, reasonOf } from './plugin-step.ts';
import { within } from './within.ts';

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
        startInTime(
          instance,
          resource,
          runIn(execution, () => startResource(assembly, instance, resource)),
        ),
      );
      instance.started.push({ resource, value });
    } catch (cause) {
      await stopInstance(instance);
      throw asPluginFailure(id, `start ${resource.name}`, cause);
    }
  }
}

function startResource(
  assembly: Assembly,
  instance: Instance,
  resource: Resource,
): Promise<unknown> {
  const plugin = instance.manifest.id;
  const call = { kind: 'resource' as const, name: resource.name, plugin };
  return callPlugin(assembly.onSpan, call, () =>
    hideSecrets(instance, () => resource.start(assembly.context(plugin))),
  );
}

/** What starts after its time is stopped at once: nobody knows of it any more. */
async function startInTime(
  instance: RunningInstance,
  resource: Resource,
  work: Promise<unknown>,
): Promise<unknown> {
  let isLate = false;
  const watched = work.then(async (value) => {
    if (isLate) await stopResource(instance, resource, value);
    return value;
  });
  try {
    return await within(watched, RESOURCE_LIMIT_MS, lateMessage(`${resource.name} did not start`));
  } catch (cause) {
    isLate = true;
    throw cause;
  }
}

/** Stops the resources, last first. */
export async function stopInstance(instance: RunningInstance): Promise<void> {
  for (const { resource, value } of instance.started.splice(0).toReversed())
    await stopResource(instance, resource, value);
}

/** A resource that does not stop is logged and left. */
async function stopResource(
  { manifest, log }: RunningInstance,
  resource: Resource,
  value: unknown,
): Promise<void> {
  try {
    const work = runInPlugin(manifest.id, () => resource.stop(value));
    await within(work, RESOURCE_LIMIT_MS, lateMessage(`${resource.name} did not stop`));
  } catch (cause) {
    log.error('a resource failed to stop', { resource: resource.name, error: reasonOf(cause) });
  }
}

function lateMessage(what: string): string {
  return `${what} within ${RESOURCE_LIMIT_MS / 1000} s`;
}
