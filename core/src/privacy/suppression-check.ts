import { errors } from '../errors.ts';
import { entityName, type Draft, type Write } from '../records/write-draft.ts';
import type { Doomed } from '../records/write-cascade.ts';
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

/** Refuses to bring records back from the recycle bin that hold such an address: they were there when the person was erased, and not found. */
export async function refuseSuppressedReturn(write: Write, returning: Doomed): Promise<void> {
  const { models } = write.execution.assembly;
  for (const [entity, members] of returning) {
    const model = models.get(entity);
    const fields = model ? addressFields(models, model) : [];
    if (!model || fields.length === 0) continue;
    const held = [...members.values()].flatMap(({ draft, root }) =>
      addressesIn(fields, draft.before?.record ?? {}).map((address) => ({ ...address, root })),
    );
    for (const { root } of await findSuppressed(write.execution, held))
      root.error ??= errors.personErased({ entity: entityName(model) });
  }
}
