import type { Kernel, Logger } from '@tessera/core';
import type { Jobs } from '../jobs/jobs.ts';

/** What example data works with. */
export interface SampleParts {
  readonly kernel: Kernel;
  readonly jobs: Jobs;
  readonly log: Logger;
}
