import {
  currentExecution,
  errors as coreErrors,
  may,
  type Assembly,
  type Transaction,
} from '@tessera/core';
import { retryTransient } from '../transfer/import-run.ts';
import { errors } from './errors.ts';
import type { SampleParts } from './sample-parts.ts';

/** What one needs to make example data and to take it away. */
export const SAMPLE_PERMISSION = 'tessera.settings.manage';

/** Runs the work in one transaction under one lease, with the rights that the user has now. */
export function asUser<T>(
  { kernel }: SampleParts,
  userId: string,
  signal: AbortSignal,
  work: (assembly: Assembly, transaction: Transaction) => Promise<T>,
): Promise<T> {
  return retryTransient(async () => {
    const principal = await kernel.principal(userId);
    if (!principal) throw errors.sampleActorGone();
    return kernel.run({ principal, source: 'system', signal }, async (assembly) => {
      if (!may(currentExecution(), SAMPLE_PERMISSION))
        throw coreErrors.notPermitted({ action: 'manage', entity: 'example data' });
      return assembly
        .context('tessera')
        .transaction(async () => work(assembly, currentExecution().transaction as Transaction));
    });
  });
}
