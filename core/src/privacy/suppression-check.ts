import { errors } from '../errors.ts';
import { entityName, type Draft, type Write } from '../records/write-draft.ts';
import { addressesIn, addressFields } from './person-address.ts';
import { findSuppressed } from './suppression.ts';

/** Refuses records that bring an address of an erased person back: one look-up for all of them, none where there is no address. */
export async function refuseSuppressed(write: Write, drafts: readonly Draft[]): Promise<void> {
  const fields = addressFields(write.execution.assembly.models, write.model);
  if (fields.length === 0) return;
  const entered = drafts.flatMap((draft) =>
    addressesIn(fields, draft.values).map((address) => ({ ...address, draft })),
  );
  for (const { draft, field } of await findSuppressed(write.execution, entered)) {
    const detail = 'It belongs to a person whose data was erased.';
    const problems = [...(draft.error?.problems ?? []), { pointer: `/${field}`, detail }];
    draft.error = errors.personErased({ entity: entityName(write.model) }, { problems });
  }
}
