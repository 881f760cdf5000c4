import { setImmediate as turn } from 'node:timers/promises';

/** Errors that nobody caught while it watched. */
export interface CrashWatch {
  /** Ends; answers what was thrown. */
  stop(): Promise<readonly string[]>;
}

/** Catches what would end the process. */
export function watchCrashes(): CrashWatch {
  const crashes: string[] = [];
  const heard = (error: unknown): void =>
    void crashes.push(error instanceof Error ? error.message : String(error));
  // Others that listen, a test runner for one, would take it for their own.
  const others = (['uncaughtException', 'unhandledRejection'] as const).map(
    (event) => [event, process.listeners(event as 'uncaughtException')] as const,
  );
  for (const [event] of others) {
    process.removeAllListeners(event);
    process.on(event, heard);
  }
  return {
    async stop() {
      // A rejection is told after the turn in which nobody took it.
      for (let round = 0; round < 5; round++) await turn();
      for (const [event, listeners] of others) {
        process.off(event, heard);
        for (const listener of listeners) process.on(event, listener as never);
      }
      return crashes;
    },
  };
}
