import type { ServiceAccess } from '@tessera/sdk';
import type { Items } from '../contract.ts';
import { Item } from '../entities/item.ts';

/** `access.context()` is that of the running request: its records are those that the one who asks may see. */
export function createItems(access: ServiceAccess): Items {
  return {
    finish(ids) {
      const ctx = access.context();
      return ctx.transaction(async () => {
        const items = ctx.records(Item);
        const filter = { id: { in: [...ids] }, status: 'open' };
        const { records } = await items.query({ filter, limit: ids.length });
        for (const { id } of records) await items.update(id, { status: 'finished' });
        return records.length;
      });
    },
  };
}
