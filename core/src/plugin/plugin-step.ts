import { errors } from '../errors.ts';
import { TesseraError } from '../tessera-error.ts';
import type { Actor } from '../kernel.ts';
import type { Database } from '../records/database.ts';
import type { PluginManifest } from './plugin.ts';
import { recordStep } from './plugin-history.ts';

/** Where steps are written down, and on whose behalf. */
export interface Journal {
  readonly database: Database;
  /** Name of the host that takes the steps. */
  readonly host: string;
  readonly by: Actor | null;
}

/**
 * Takes one step in the life of a plugin and writes down how long it took and how it ended.
 * @throws TesseraError `CORE_PLUGIN_FAILED` naming plugin, step and reason.
 */
export async function takeStep<T>(
  journal: Journal,
  manifest: PluginManifest,
  step: string,
  work: () => Promise<T>,
): Promise<T> {
  return recordedStep(journal, manifest, step, async () => {
    try {
      return await work();
    } catch (cause) {
      throw asPluginFailure(manifest.id, step, cause);
    }
  });
}

/** The same for a whole change that somebody asked for: what it throws stays as it is. */
export async function recordedStep<T>(
  { database, host, by }: Journal,
  { id, version }: Pick<PluginManifest, 'id' | 'version'>,
  step: string,
  work: () => Promise<T>,
): Promise<T> {
  const start = performance.now();
  const note = (error: string | null): Promise<void> => {
    const milliseconds = performance.now() - start;
    return recordStep(database, { plugin: id, version, step, milliseconds, by, host, error });
  };
  let answer: T;
  try {
    answer = await work();
  } catch (cause) {
    await note(reasonOf(cause));
    throw cause;
  }
  await note(null);
  return answer;
}

/** An error as one that names the plugin and the step; one that does already stays. */
export function asPluginFailure(id: string, step: string, cause: unknown): TesseraError {
  if (cause instanceof TesseraError && cause.code === 'CORE_PLUGIN_FAILED') return cause;
  return errors.pluginFailed({ id, step, reason: reasonOf(cause) }, { cause });
}

/** Longer than any sentence for a person. */
const LONGEST_REASON = 2000;

/** What was thrown, as text that can be stored: plugins throw anything. */
export function reasonOf(cause: unknown): string {
  const text = textOf(cause).replaceAll('\u0000', '').toWellFormed();
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}…`.toWellFormed() : text;
}

function textOf(cause: unknown): string {
  try {
    return cause instanceof Error ? String(cause.message) || cause.name : String(cause);
  } catch {
    return 'something was thrown that cannot be told';
  }
}

/** The step that an error of `takeStep` or of folding ended in. */
export function stepOf(cause: unknown): string {
  return cause instanceof TesseraError && typeof cause.details['step'] === 'string'
    ? cause.details['step']
    : 'fold';
}

/** Id of the plugin that an error is about, the first of several; empty when it names none. */
export function culpritOf(cause: unknown): string {
  const ids = cause instanceof TesseraError ? cause.details['id'] : undefined;
  return typeof ids === 'string' ? (ids.split(', ')[0] ?? '') : '';
}
