import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { FROM_SOURCE, processEnvironment } from '../../test/setup/process.ts';

/** A program of this repository that runs in a process of its own. */
export interface Program {
  readonly pid: number;
  /** Settles with what stands behind `ready on`; fails when the program ends before. */
  readonly ready: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  readonly output: () => string;
  kill(signal: NodeJS.Signals): void;
}

export function runProgram(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Program {
  const child = spawn(process.execPath, [...FROM_SOURCE, file, ...args], {
    env: { ...processEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  const ready = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /ready on (\S+)\n/.exec(output);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(({ code }) => reject(new Error(`The program ended with ${code}:\n${output}`)));
  });
  ready.catch(() => {});
  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    output: () => output,
    kill: (signal) => void child.kill(signal),
  };
}
