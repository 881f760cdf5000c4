import type { Records } from '@tessera/sdk';

/** Creates records together. What one of them is refused with is thrown: it is tried alone once more and says why. */
export async function createEach<R, New, Changes>(
  records: Records<R, New, Changes>,
  items: readonly New[],
): Promise<void> {
  if (items.length === 0) return;
  const outcomes = await records.createMany(items, { atomic: 'each' });
  for (const [index, item] of items.entries())
    if (outcomes[index]?.status === 'failed') await records.create(item);
}

/** The same for changes of records. */
export async function updateEach<R, New, Changes>(
  records: Records<R, New, Changes>,
  items: readonly { readonly id: string; readonly changes: Changes }[],
): Promise<void> {
  if (items.length === 0) return;
  const outcomes = await records.updateMany(items, { atomic: 'each' });
  for (const [index, { id, changes }] of items.entries())
    if (outcomes[index]?.status === 'failed') await records.update(id, changes);
}
