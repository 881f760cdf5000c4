import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { FROM_SOURCE, processEnvironment } from '../../../test/setup/process.ts';

const CLI = join(import.meta.dirname, '../../../host/src/cli.ts');

/** `tessera …` in a process of its own. */
export interface Tessera {
  output(): string;
  /** Settles with the first match in what it writes; fails when it ends without. */
  says(pattern: RegExp): Promise<string>;
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

export function runTessera(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Tessera {
  const child = spawn(process.execPath, [...FROM_SOURCE, CLI, ...args], {
    env: { ...processEnvironment(), LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  const read = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    output: () => output,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output);
          if (!found) return;
          listeners.delete(look);
          resolve(found[1] ?? found[0]);
        };
        listeners.add(look);
        look();
        void ended.then((code) =>
          reject(new Error(`tessera ended with ${code} and did not say ${pattern}:\n${output}`)),
        );
      }),
    ended,
    kill: (signal) => void child.kill(signal),
  };
}
