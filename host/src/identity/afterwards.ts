import type { Logger } from '@tessera/core';

/** Work that goes on after an answer, so that nobody can tell from the answer whether there was any. */
export interface Afterwards {
  /** Begins the work; what it throws is logged. */
  begin(what: string, work: () => Promise<void>): void;
  /** Waits for all that was begun. */
  finish(): Promise<void>;
}

export function createAfterwards(log: Pick<Logger, 'error'>): Afterwards {
  const running = new Set<Promise<void>>();
  return {
    begin(what, work) {
      const run = work()
        .catch((error: unknown) => log.error(`${what} failed`, { error: String(error) }))
        .finally(() => running.delete(run));
      running.add(run);
    },
    async finish() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
