import { currentExecution, dropAuditBefore, type Kernel } from '@tessera/core';
import type { Jobs } from '../jobs/jobs.ts';
import type { Settings } from '../settings/settings.ts';
import { readAuditSettings } from './audit-settings.ts';

const RETAIN = 'tessera.audit.retain';
const EVERY_NIGHT = '41 2 * * *';
const DAY_MS = 86_400_000;

/** Lets old entries of the audit go every night, where the workspace wants it. The jobs must be started. */
export async function registerAuditJobs(
  kernel: Kernel,
  jobs: Jobs,
  settings: Settings,
): Promise<void> {
  jobs.define(RETAIN, async () => {
    await settings.reload();
    await retainAudit(kernel, settings);
  });
  await jobs.schedule(RETAIN, EVERY_NIGHT, 'UTC');
}

/** Lets the entries go that are older than the workspace keeps; answers how many sealed batches went. */
async function retainAudit(kernel: Kernel, settings: Settings): Promise<number> {
  const { retentionDays } = readAuditSettings(settings);
  if (retentionDays === null) return 0;
  const principal = kernel.system('the audit is kept for so long');
  return kernel.run({ principal, source: 'system', cause: { kind: 'job', id: RETAIN } }, () => {
    const now = kernel.assembly.clock.now().getTime();
    return dropAuditBefore(currentExecution(), new Date(now - retentionDays * DAY_MS));
  });
}
