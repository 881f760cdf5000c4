import type { Kernel, Logger } from '@tessera/core';
import type { FileStore } from '../files/file-store.ts';
import type { Jobs } from '../jobs/jobs.ts';

/** What privacy works with. */
export interface PrivacyParts {
  readonly kernel: Kernel;
  readonly jobs: Jobs;
  readonly store: FileStore;
  readonly log: Logger;
  /** Folder of the exports, which are kept for a while. */
  readonly exports: string;
  /** Folder into which mail is laid while there is no server. */
  readonly maildrop: string;
}

/** Who may export and erase persons. */
export const PRIVACY_PERMISSION = 'tessera.privacy.manage';
