import { sealAudit, type Kernel, type Logger } from '@tessera/core';

/** How long a change stands in the audit before it is sealed, about. */
const EVERY_MS = 5_000;
/** A host that stops seals for so long at most: the next one goes on. */
const LAST_MS = 3_000;

/** Seals the audit again and again, with the other hosts taking turns. Answers what ends it, after a last time. */
export function startSealing(kernel: Kernel, log: Logger): () => Promise<void> {
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  const now = (): Date => kernel.assembly.clock.now();
  const seal = (signal: AbortSignal): Promise<unknown> =>
    sealAudit(kernel.database, { now, signal }).catch((error: unknown) =>
      log.warn('the audit could not be sealed; it is tried again', { error: String(error) }),
    );
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    running = seal(stopping.signal).finally(() => (isBusy = false));
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await running;
    await seal(AbortSignal.timeout(LAST_MS));
  };
}
