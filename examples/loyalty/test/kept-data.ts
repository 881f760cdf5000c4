import type { TestHost } from '@tessera/host/testing';
import type { Send } from './http-client.ts';

const ACCOUNTS = '/api/customer/accounts';
const COUNT = 20;

/** Makes data that stays as it is, and accounts to work on; answers the ids of those. */
export async function makeKeptData(send: Send, working: number): Promise<readonly string[]> {
  for (let index = 0; index < COUNT; index += 1) {
    const account = (await send('POST', ACCOUNTS, { name: `Kept ${index}` })).body.id;
    const sale = { name: `Kept ${index}`, account, amount: 100 * index, stage: 'won' };
    await send('POST', '/api/sales/opportunities', sale);
    const path = `/api/loyalty/accounts/${account}/adjust`;
    await send('POST', path, { points: 500 * (index + 1), reason: `Kept ${index}` });
  }
  const tiers = (await send('GET', '/api/loyalty/tiers')).body;
  for (const { id, name } of tiers)
    await send('PATCH', `/api/loyalty/tiers/${id}`, { perks: `Perks of ${name}` });
  const names = Array.from({ length: working }, (_, index) => `Busy ${index}`);
  const made = await Promise.all(names.map((name) => send('POST', ACCOUNTS, { name })));
  return made.map(({ body }) => body.id);
}

const QUERIES = {
  accounts: `select * from customer.account where name like 'Kept %' order by id`,
  opportunities: `select * from sales.opportunity where name like 'Kept %' order by id`,
  entries: `select e.* from loyalty.entry e join customer.account a on a.id = e.account_id and a.name like 'Kept %' order by e.id`,
  tiers: 'select id, key, name, minimum_points, perks from loyalty.tier order by id',
};
export type KeptPart = keyof typeof QUERIES;
const PARTS = Object.keys(QUERIES) as KeptPart[];

/** Rows that nobody works on, column by column as they lie in the database. */
export type KeptData = Readonly<Partial<Record<KeptPart, readonly object[]>>>;

/** Reads it from the tables: no version of any plugin stands between. */
export async function keptData(
  { kernel }: TestHost,
  parts: readonly KeptPart[] = PARTS,
): Promise<KeptData> {
  const kept: Partial<Record<KeptPart, readonly object[]>> = {};
  for (const part of parts) kept[part] = await kernel.database.query(QUERIES[part]);
  return kept;
}
