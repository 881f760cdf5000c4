import type { Database, EntityId, Kernel } from '@tessera/core';
import { activities } from '../bench/activity-statements.ts';
import type { Counts } from '../bench/counts.ts';
import { fillSearch } from '../bench/search.ts';
import { accounts, contacts, numbers, opportunities, owners } from '../bench/statements.ts';

const SEARCHED: readonly EntityId[] = ['customer.account', 'customer.contact', 'sales.opportunity'];

/** Records as the bench makes them, as the owner of the tables, and with no setting of the server's changed: other tests use it too. */
export async function fillRecords(
  { assembly }: Kernel,
  database: Database,
  counts: Counts,
): Promise<void> {
  const { currency } = assembly.settings;
  await database.query(owners());
  await database.query(accounts(), [counts.accounts, currency]);
  await database.query(contacts(), [counts.contacts]);
  await database.query(opportunities(), [counts.opportunities, currency]);
  await database.query(numbers(), [counts.opportunities]);
  await database.query(activities(), [counts.activities, 1, counts.activities]);
  for (const id of SEARCHED) await fillSearch(database, assembly.models.get(id)!);
}
