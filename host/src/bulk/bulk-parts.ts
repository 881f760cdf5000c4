import type { Kernel, Logger } from '@tessera/core';
import type { Jobs } from '../jobs/jobs.ts';
import type { Live } from '../live/live.ts';

/** What bulk runs work with. */
export interface BulkParts {
  readonly kernel: Kernel;
  readonly jobs: Jobs;
  readonly log: Logger;
  /** Tells the browsers of a user how a run goes. */
  readonly live: Pick<Live, 'tellJob'>;
}
