import type { TestClient } from '@tessera/host/testing';

/** Makes an account; answers its id. */
export async function makeAccount(client: TestClient, name = 'Blue Heron'): Promise<string> {
  const { body } = await client.post('/api/customer/accounts', { name });
  return body.id;
}

/** Adjusts the points of an account; answers the id of the entry. */
export async function adjust(
  client: TestClient,
  account: string,
  points: number,
  reason = 'Welcome',
): Promise<string> {
  const { status, body } = await client.post(`/api/loyalty/accounts/${account}/adjust`, {
    points,
    reason,
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.entry;
}

/** What the balance route answers. */
// oxlint-disable-next-line typescript/no-explicit-any -- what comes back is looked at by the test
export async function balance(client: TestClient, account: string): Promise<any> {
  return (await client.get(`/api/loyalty/accounts/${account}/balance`)).body;
}

/** The ledger of an account, oldest first, as kinds with points. */
export async function ledger(
  client: TestClient,
  account: string,
): Promise<readonly (readonly [string, number])[]> {
  const { body } = await client.get(`/api/loyalty/entries?account=${account}&_sort=id&_end=200`);
  return body.map(({ kind, points }: { kind: string; points: number }) => [kind, points]);
}
