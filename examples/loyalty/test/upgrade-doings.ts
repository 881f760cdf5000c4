import type { Send } from './http-client.ts';
import type { Doing } from './load.ts';

const ACCOUNTS = '/api/customer/accounts';
const OPPORTUNITIES = '/api/sales/opportunities';

/** What the clients were told is written. */
export interface Written {
  /** Accounts, by id; their last name. */
  readonly accounts: Map<string, string>;
  /** Opportunities that were won, for 10 each. */
  readonly won: string[];
  /** Ids of ledger entries of one point each. */
  readonly entries: string[];
}

/** The clients of a workspace at work: each with an account of its own. */
export function workingClients(
  accounts: readonly string[],
  written: Written,
): Readonly<Record<string, Doing>> {
  return Object.fromEntries(
    accounts.flatMap((account, index): [string, Doing][] => [
      [`customer ${index}`, keepCustomers(written, index)],
      [`sales ${index}`, sell(written, account)],
      [`loyalty ${index}`, givePoints(written, account)],
    ]),
  );
}

function keepCustomers(written: Written, client: number): Doing {
  return async (send, turn) => {
    const { id, version } = await made(send, ACCOUNTS, { name: `Load ${client} ${turn}` });
    written.accounts.set(id, `Load ${client} ${turn}`);
    const name = `Loaded ${client} ${turn}`;
    await send('PATCH', `${ACCOUNTS}/${id}`, { name, version });
    written.accounts.set(id, name);
    await send('GET', `${ACCOUNTS}/${id}`);
    await send('GET', `${ACCOUNTS}?_sort=-updatedAt&_end=20`);
    if (turn % 2 === 0) return;
    await send('DELETE', `${ACCOUNTS}/${id}`);
    await send('POST', `${ACCOUNTS}/${id}/restore`);
  };
}

function sell(written: Written, account: string): Doing {
  return async (send, turn) => {
    const { id } = await made(send, OPPORTUNITIES, { name: `Deal ${turn}`, account, amount: 10 });
    await send('PATCH', `${OPPORTUNITIES}/${id}`, { stage: 'won' });
    written.won.push(id);
    await send('GET', `${OPPORTUNITIES}?account=${account}&_end=20`);
    await send('GET', `${ACCOUNTS}?loyalty_points_gte=1&_sort=-loyalty_points&_end=20`);
  };
}

function givePoints(written: Written, account: string): Doing {
  const path = `/api/loyalty/accounts/${account}`;
  return async (send, turn) => {
    const { entry } = await made(send, `${path}/adjust`, { points: 1, reason: `Turn ${turn}` });
    written.entries.push(entry);
    await send('GET', `${path}/balance`);
    await send('GET', '/api/loyalty/tiers');
    await send('GET', `/api/loyalty/entries?account=${account}&_end=20`);
    await send('GET', '/api/loyalty/summary');
  };
}

async function made(send: Send, path: string, values: object) {
  return (await send('POST', path, values)).body;
}
