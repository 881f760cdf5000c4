import type { Instance } from './assembly.ts';
import { secretPointers } from './plugin-config.ts';

const HIDDEN = '•••';
/** What is shorter would blot out words that have nothing to do with it. */
const SHORTEST = 4;

/**
 * Runs code of a plugin that knows its settings. An error that tells one of its secrets, such as an address with a password in it, goes on
 * without: it is kept in the history and shown.
 */
export async function hideSecrets<T>(
  { config, installed }: Pick<Instance, 'config' | 'installed'>,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : cause;
    const secrets = [...secretPointers(installed.plugin.config, config)]
      .flatMap((pointer) => textsIn(valueAt(config, pointer)))
      .filter((secret) => secret.length >= SHORTEST && String(said).includes(secret))
      .toSorted((one, other) => other.length - one.length);
    if (secrets.length === 0) throw cause;
    throw new Error(
      secrets.reduce((text, secret) => text.replaceAll(secret, HIDDEN), String(said)),
    );
  }
}

function valueAt(value: unknown, pointer: string): unknown {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<unknown>((one, step) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return (one as Readonly<Record<string, unknown>> | undefined)?.[name];
  }, value);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
