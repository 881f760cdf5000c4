import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forkMeasured, startContender, usageOf } from './contender.ts';
import type { FoldTimes } from './fold-entities.ts';
import { hostLaunch } from './host-contender.ts';
import { median, printTable } from './table.ts';
import type { Usage } from './usage.ts';

interface Start {
  /** From the process to the first success of `/readyz`. */
  readonly ms: number;
  readonly usage: Usage;
}

const LOOK_MS = 10;

/** How long a host takes to start on a workspace that is there, what it takes, and what a fold of many entities takes. */
export async function measureStart(folder: string, rounds: number): Promise<void> {
  const starts: Start[] = [];
  for (let round = 0; round < rounds; round++) starts.push(await startOnce(folder));
  const of = (value: (start: Start) => number): string => median(starts.map(value)).toFixed(0);
  const fold = await startContender<FoldTimes>('fold-entities.ts', []);
  await fold.stop();
  const { entities, first, later } = fold.ready;
  printTable([
    ['start', ''],
    ['process to /readyz, ms', of(({ ms }) => ms)],
    ['CPU until then, ms', of(({ usage }) => usage.cpu / 1000)],
    ['longest block of the event loop, ms', of(({ usage }) => usage.block)],
    ['memory when ready, MB', of(({ usage }) => usage.memory / 1e6)],
    [`first fold of ${entities} entities, ms of CPU`, first.toFixed(0)],
    ['  later folds', later.toFixed(0)],
  ]);
}

async function startOnce(folder: string): Promise<Start> {
  const port = await freePort();
  const start = performance.now();
  const { flags, env } = hostLaunch(folder);
  const child = forkMeasured(join(import.meta.dirname, '../src/main.ts'), [], {
    flags,
    env: { ...env, PORT: String(port), LOG_LEVEL: 'error' },
  });
  const exit = once(child, 'exit');
  try {
    await untilReady(port, exit);
    const ms = performance.now() - start;
    return { ms, usage: await usageOf(child) };
  } finally {
    child.kill('SIGTERM');
    await exit;
  }
}

/** @throws Error when the process ends first. */
async function untilReady(port: number, exit: Promise<unknown>): Promise<void> {
  let hasEnded = false;
  void exit.then(() => (hasEnded = true));
  while (!hasEnded) {
    const answer = await fetch(`http://localhost:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(LOOK_MS);
  }
  throw new Error('The host ended before it was ready.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
