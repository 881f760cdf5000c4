import { errors, TesseraError } from '../errors.ts';
import type { Database } from '../records/database.ts';
import type { PluginManifest } from './plugin.ts';
import { recordStep } from './plugin-store.ts';

/**
 * Takes one step in the life of a plugin and writes down how long it took and how it ended.
 * @throws TesseraError `CORE_PLUGIN_FAILED` naming plugin, step and reason.
 */
export async function takeStep(
  database: Database,
  { id, version }: PluginManifest,
  step: string,
  work: () => Promise<void>,
): Promise<void> {
  const start = performance.now();
  const note = (error?: string): Promise<void> =>
    recordStep(database, {
      plugin: id,
      version,
      step,
      milliseconds: performance.now() - start,
      error,
    });
  try {
    await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    await note(reason);
    if (cause instanceof TesseraError && cause.code === 'CORE_PLUGIN_FAILED') throw cause;
    throw errors.pluginFailed({ id, step, reason }, { cause });
  }
  await note();
}

/** The step that an error of `takeStep` or of folding ended in. */
export function stepOf(cause: unknown): string {
  return cause instanceof TesseraError && typeof cause.details['step'] === 'string'
    ? cause.details['step']
    : 'fold';
}

/** Id of the plugin that an error is about; empty when it names none. */
export function culpritOf(cause: unknown): string {
  return cause instanceof TesseraError && typeof cause.details['id'] === 'string'
    ? cause.details['id']
    : '';
}
