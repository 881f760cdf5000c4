import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** Runs commands as a new user would, and keeps how long each took. */
export interface Walk {
  /** Runs a command to its end. @throws Error with what it printed when it fails */
  run(step: string, folder: string, command: string, ...args: readonly string[]): Promise<string>;
  /** Starts a command that goes on. */
  start(folder: string, command: string, ...args: readonly string[]): Running;
  /** Waits for something; it counts as a step. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Tells how long each step took: on the terminal, and in the file that `TESSERA_WALK_REPORT` names. */
  report(): Promise<void>;
}

/** A command that goes on. */
export interface Running {
  output(): string;
  /** Waits until it has printed this often what the pattern says; answers the last. @throws Error with what it printed when it ends before */
  says(pattern: RegExp, times?: number): Promise<RegExpMatchArray>;
  /** Asks it to stop, and waits. */
  stop(): Promise<void>;
}

interface Step {
  readonly name: string;
  readonly seconds: number;
}

export function beginWalk(): Walk {
  const steps: Step[] = [];
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
    start: (folder, command, ...args) => goOn(folder, command, args),
    async report() {
      const table = tableOf(steps);
      process.stdout.write(`\n${table}\n`);
      const file = process.env['TESSERA_WALK_REPORT'];
      if (file) await writeFile(file, table);
    },
  };
}

function tableOf(steps: readonly Step[]): string {
  const total = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  const rows = [...steps, { name: '**all**', seconds: total }];
  return `| step | seconds |\n|---|---:|\n${rows.map(({ name, seconds }) => `| ${name} | ${seconds.toFixed(1)} |\n`).join('')}`;
}

function goOn(folder: string, command: string, args: readonly string[]): Running {
  const { child, output } = begin(folder, command, args);
  let hasEnded = false;
  const ended = once(child, 'close').then(() => void (hasEnded = true));
  return {
    output,
    async says(pattern, times = 1) {
      for (;;) {
        const found = [...output().matchAll(new RegExp(pattern, 'g'))];
        if (found.length >= times) return found[times - 1]!;
        if (hasEnded) throw new Error(`${command} ${args.join(' ')} ended:\n${output()}`);
        await Promise.race([ended, once(child.stdout!, 'data'), once(child.stderr!, 'data')]);
      }
    },
    async stop() {
      // The group: npx does not hand signals on.
      if (!hasEnded) process.kill(-child.pid!, 'SIGTERM');
      await ended;
    },
  };
}

async function runToEnd(folder: string, command: string, args: readonly string[]): Promise<string> {
  const { child, output } = begin(folder, command, args);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output()}`);
  return output();
}

/** What these tests, and the npm that runs them, have in their environment; a new user has the rest. */
const OURS =
  /^(?:TESSERA_|DATABASE_|VITEST|NODE_ENV$|NODE_OPTIONS$|PORT$|PG|npm_(?!config_(?:cache|registry|cafile|\w*proxy)$))/;

function begin(
  cwd: string,
  command: string,
  args: readonly string[],
): { readonly child: ChildProcess; readonly output: () => string } {
  const inherited = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  const env = { ...Object.fromEntries(inherited), CI: '1' };
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
  return { child, output: () => stripVTControlCharacters(text) };
}
