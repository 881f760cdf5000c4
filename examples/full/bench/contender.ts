import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Usage } from './usage.ts';

const USAGE = join(import.meta.dirname, 'usage.ts');

/** A program of the bench in a process of its own, which tells what it uses. */
export interface Contender<Ready> {
  readonly process: ChildProcess;
  readonly ready: Ready;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/**
 * Starts a program of this folder and waits for what it tells when it is ready.
 * @throws Error when it ends before.
 */
export async function startContender<Ready>(
  file: string,
  argv: readonly string[],
  options: Partial<Launch> = {},
): Promise<Contender<Ready>> {
  const child = forkMeasured(join(import.meta.dirname, file), argv, options);
  const ready = await answerOf<Ready>(child);
  return {
    process: child,
    ready,
    usage: () => usageOf(child),
    stop: () => stopChild(child),
  };
}

/** How a process is started. */
export interface Launch {
  /** Of Node. */
  readonly flags: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** A process that answers {@link usageOf}. */
export function forkMeasured(
  file: string,
  argv: readonly string[],
  { flags = [], env = process.env }: Partial<Launch>,
): ChildProcess {
  return fork(file, argv, {
    env,
    execArgv: [...flags, '--conditions=@tessera/source', '--import', USAGE],
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
}

export async function usageOf(child: ChildProcess): Promise<Usage> {
  const answer = answerOf<{ usage: Usage }>(child);
  child.send('usage');
  return (await answer).usage;
}

/** A program of the bench ends when its parent lets go of it. */
async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  if (child.connected) child.disconnect();
  await exit;
}

function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`${child.spawnfile} ended with ${code} before it answered.`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as T);
    });
  });
}
