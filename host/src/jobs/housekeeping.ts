import { forgetIdempotencyKeys, type Kernel } from '@tessera/core';
import type { Jobs } from './jobs.ts';

const FORGET_KEYS = 'tessera.idempotency.forget';
const EVERY_HOUR = '17 * * * *';

/** What the host tidies up from time to time. */
export async function keepHouse(kernel: Kernel, jobs: Jobs): Promise<void> {
  jobs.define(FORGET_KEYS, () => forgetIdempotencyKeys(kernel.database));
  await jobs.schedule(FORGET_KEYS, EVERY_HOUR, 'UTC');
}
