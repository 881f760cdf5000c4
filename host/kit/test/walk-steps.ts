import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Runs commands as a new user would, and keeps how long each took. */
export interface Walk {
  /** Runs a command to its end. @throws Error with what it printed when it fails */
  run(step: string, folder: string, command: string, ...args: readonly string[]): Promise<string>;
  /** Starts a command that goes on. */
  start(folder: string, command: string, ...args: readonly string[]): Running;
  /** Waits for something; it counts as a step. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** A line for each step. */
  report(): string;
}

/** A command that goes on. */
export interface Running {
  output(): string;
  /** Asks it to stop, and waits. */
  stop(): Promise<void>;
}

export function beginWalk(): Walk {
  const steps: { readonly name: string; readonly seconds: number }[] = [];
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      steps.push({ name, seconds: (performance.now() - began) / 1000 });
    }
  };
  return {
    step,
    run: (name, folder, command, ...args) => step(name, () => runToEnd(folder, command, args)),
    start: (folder, command, ...args) => {
      const { child, output } = begin(folder, command, args);
      const ended = once(child, 'close');
      return {
        output,
        async stop() {
          if (child.exitCode !== null || child.signalCode !== null) return;
          // The group: npx does not hand signals on.
          process.kill(-child.pid!, 'SIGTERM');
          await ended;
        },
      };
    },
    report: () =>
      steps.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`).join('\n'),
  };
}

async function runToEnd(folder: string, command: string, args: readonly string[]): Promise<string> {
  const { child, output } = begin(folder, command, args);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output()}`);
  return output();
}

/** Nothing of the environment of these tests is handed on: neither conditions nor databases. */
function begin(
  cwd: string,
  command: string,
  args: readonly string[],
): { readonly child: ChildProcess; readonly output: () => string } {
  const { PATH = '', HOME = '', npm_config_cache: cache } = process.env;
  const env = { PATH, HOME, CI: '1', ...(cache ? { npm_config_cache: cache } : {}) };
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer): void => void (text += chunk.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return { child, output: () => text };
}
