import type { Kernel, Logger } from '@tessera/core';
import type { FileStore } from '../files/file-store.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Live } from '../live/live.ts';

/** What imports work with. */
export interface ImportParts {
  readonly kernel: Kernel;
  readonly jobs: Jobs;
  /** Keeps the bytes of uploaded files. */
  readonly store: FileStore;
  readonly log: Logger;
  /** Tells the browsers of a user how an import goes; nobody is told when not given. */
  readonly live?: Pick<Live, 'tellJob'>;
}
