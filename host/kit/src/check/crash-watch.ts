import { setImmediate as turn } from 'node:timers/promises';

/** Does the work and catches meanwhile what would end the process; answers what was thrown where nobody waited. */
export async function crashesDuring(work: () => Promise<void>): Promise<readonly string[]> {
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
  try {
    await work();
    // A rejection is told after the turn in which nobody took it.
    for (let round = 0; round < 5; round++) await turn();
    return crashes;
  } finally {
    for (const [event, listeners] of others) {
      process.off(event, heard);
      for (const listener of listeners) process.on(event, listener as never);
    }
  }
}
