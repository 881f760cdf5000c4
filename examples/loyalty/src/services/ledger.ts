import type { Context } from '@tessera/sdk';
import { Entry } from '../entities/entry.ts';
import { holdingOf, type Holding, type LedgerLine } from './lots.ts';

const PAGE = 1000;
const FIELDS = ['points', 'kind', 'occurredAt', 'expiresAt', 'against'];

/** What an account holds, from all of its entries in the order in which they were written. */
export async function readHolding(system: Context, account: string): Promise<Holding> {
  const lines: LedgerLine[] = [];
  let cursor: string | undefined;
  do {
    const page = await system.records(Entry).query({
      filter: { account },
      sort: [{ field: 'id', direction: 'asc' }],
      fields: FIELDS,
      limit: PAGE,
      count: 'none',
      cursor,
    });
    lines.push(...page.records);
    cursor = page.next;
  } while (cursor);
  return holdingOf(lines);
}
