import { setTimeout as sleep } from 'node:timers/promises';
import {
  applySharingRule,
  currentExecution,
  failSharingRule,
  renewSharingRules,
  settleSharingRules,
  type Kernel,
  type Logger,
} from '@tessera/core';
import type { Jobs, JobRun } from '../jobs/jobs.ts';
import { removeExpiredShares } from './record-shares.ts';
import { unappliedRules } from './rule-store.ts';
import { removeLostShares } from './share-cleanup.ts';

const APPLY = 'tessera.sharing.apply';
const RENEW = 'tessera.sharing.renew';
const EXPIRE = 'tessera.sharing.expire';
/** A quarter of an hour after midnight in the zone of the workspace, where days change. */
const EVERY_NIGHT = '15 0 * * *';
const EVERY_HOUR = '9 * * * *';
/** A long rule does not hold up a short one. */
const CONCURRENCY = 2;
const RETRIES = 3;
/** How long writes that began before a rule are waited for between two looks. */
const PAUSE_MS = 50;

/** What the background work of sharing needs. */
export interface SharingParts {
  readonly kernel: Kernel;
  readonly jobs: Jobs;
  readonly log: Logger;
}

/** Applies sharing rules, and has them sleep while what they name is off; answers what ends that. The jobs must be started. */
export async function registerSharing(parts: SharingParts): Promise<() => Promise<void>> {
  const { kernel, jobs, log } = parts;
  jobs.define(APPLY, (data, run) => apply(parts, (data as { readonly id: string }).id, run), {
    concurrency: CONCURRENCY,
    retries: RETRIES,
  });
  jobs.define(RENEW, async () => {
    if (!kernel.safeMode) await settleAll(parts);
    await asSystem(kernel, async () => {
      await removeLostShares();
      for (const id of await renewSharingRules(currentExecution())) await sendApply(jobs, id);
    });
  });
  jobs.define(EXPIRE, () => asSystem(kernel, removeExpiredShares));
  await jobs.schedule(RENEW, EVERY_NIGHT, kernel.assembly.settings.timeZone);
  await jobs.schedule(EXPIRE, EVERY_HOUR, 'UTC');

  let settling: Promise<void> = Promise.resolve();
  const settle = (): void => {
    // Without plugins every rule would sleep, and their shares would all have to be made again.
    if (kernel.safeMode) return;
    settling = settling
      .then(() => settleAll(parts))
      .catch((error: unknown) =>
        log.error('sharing rules could not be settled', { error: String(error) }),
      );
  };
  const end = kernel.onAssembly(settle);
  settle();
  await settling;
  for (const id of await unappliedRules(kernel.database)) await sendApply(jobs, id);
  return async () => {
    end();
    await settling;
  };
}

/** Has a rule applied. Two that do it take turns: each step is done once. */
export async function sendApply(jobs: Jobs, id: string): Promise<void> {
  await jobs.send(APPLY, { id });
}

async function settleAll({ kernel, jobs }: SharingParts): Promise<void> {
  const woken = await asSystem(kernel, () => settleSharingRules(currentExecution()));
  for (const id of woken) await sendApply(jobs, id);
}

async function apply({ kernel, log }: SharingParts, id: string, run: JobRun): Promise<void> {
  try {
    for (;;) {
      run.signal.throwIfAborted();
      const step = await asSystem(kernel, () => applySharingRule(currentExecution(), id));
      if (step === 'done') return;
      if (step === 'busy') await sleep(PAUSE_MS, undefined, { signal: run.signal });
    }
  } catch (error) {
    if (run.signal.aborted || run.retry < RETRIES) throw error;
    log.error('a sharing rule could not be applied', { rule: id, error: String(error) });
    await asSystem(kernel, () => failSharingRule(currentExecution(), id, String(error)));
  }
}

function asSystem<T>(kernel: Kernel, work: () => Promise<T>): Promise<T> {
  return kernel.run({ principal: kernel.system('sharing rules'), source: 'system' }, work);
}
