import {
  currentExecution,
  errors as coreErrors,
  may,
  type EntityModel,
  type Execution,
  type Principal,
  type Transaction,
} from '@tessera/core';
import { errors } from './errors.ts';
import type { ImportParts } from './import-parts.ts';
import type { Import } from './import-store.ts';

/** What is done with the rows of an import, and as who. */
export interface ImportAct {
  readonly id: string;
  readonly userId: string | null | undefined;
  readonly action: 'run' | 'undo';
  readonly signal: AbortSignal;
}

/** Works in a transaction under a lease of its own, with the rights of its user. */
export async function inImportTransaction<T>(
  { kernel }: ImportParts,
  { id, userId, action, signal }: ImportAct,
  work: (execution: Execution, transaction: Transaction) => Promise<T>,
): Promise<T> {
  const principal = await findActor(kernel, userId);
  return kernel.run(
    { principal, source: 'import', cause: { kind: 'import', id }, signal },
    async (assembly) => {
      if (!may(currentExecution(), 'tessera.import.run'))
        throw coreErrors.notPermitted({ action, entity: 'imports' });
      return assembly.context('tessera').transaction(() => {
        const execution = currentExecution();
        return work(execution, execution.transaction as Transaction);
      });
    },
  );
}

/** The entity whose records an import makes, as it is now. */
export function importedModel(
  { assembly }: Execution,
  { entity }: Pick<Import, 'entity'>,
): EntityModel {
  const model = assembly.models.get(entity);
  if (!model)
    throw coreErrors.nameUnknown({ entity: 'The workspace', what: 'entity', name: entity });
  return model;
}

/** The user as who rows are written: with the rights of now, not of when it began. */
async function findActor(
  kernel: ImportParts['kernel'],
  userId: string | null | undefined,
): Promise<Principal> {
  const principal = userId ? await kernel.principal(userId, 'import') : undefined;
  if (!principal) throw errors.principalGone();
  return principal;
}
