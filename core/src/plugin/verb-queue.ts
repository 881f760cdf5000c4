import type { Pool } from 'pg';
import { underVerbLock } from './verb-lock.ts';

/** Changes of the assembly are made one after the other, on this host and over all hosts. */
export interface VerbQueue {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Settles when everything that was asked for so far has ended. */
  idle(): Promise<unknown>;
}

/** What has not got its turn when the signal aborts is given up. */
export function createVerbQueue(pool: Pool, signal: AbortSignal): VerbQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const locked = () => underVerbLock(pool, signal, work);
      const result = last.then(locked, locked);
      last = result.catch(() => {});
      return result;
    },
    idle: () => last,
  };
}
