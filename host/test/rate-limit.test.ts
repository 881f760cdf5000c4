import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeIdentityHost, type IdentityHost } from './identity-host.ts';
import { base } from './toy-plugins.ts';

const PER_MINUTE = 40;
let world: IdentityHost;
let url: string;
let one: { id: string; headers: Record<string, string> };
let two: { id: string; headers: Record<string, string> };
beforeAll(async () => {
  world = await makeIdentityHost([base], { TESSERA_REQUESTS_PER_MINUTE: String(PER_MINUTE) });
  url = await world.host.listen();
  one = await world.join('one', ['sales-rep']);
  two = await world.join('two', ['sales-rep']);
});
afterAll(() => world?.host.close());

async function statuses(times: number, headers: (n: number) => Record<string, string>) {
  const found: number[] = [];
  for (let n = 0; n < times; n++) {
    const answer = await fetch(`${url}/api/auth/me?n=${n}`, { headers: headers(n) });
    found.push(answer.status);
  }
  return found;
}

test('a session has its share, whatever its headers say, and takes none of another’s', async () => {
  const found = await statuses(PER_MINUTE + 5, (n) => ({
    ...one.headers,
    'x-forwarded-for': `10.1.1.${n}`,
    'x-real-ip': `10.1.1.${n}`,
    'user-agent': `agent ${n}`,
    'x-request-id': `request-${n}-of-many`,
  }));
  expect(found.slice(-5)).toEqual([429, 429, 429, 429, 429]);
  expect(found.slice(0, PER_MINUTE - 5).every((status) => status === 200)).toBe(true);
  const refused = await fetch(`${url}/api/auth/me`, { headers: one.headers });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'HOST_REQUESTS_TOO_MANY' });
  expect(await statuses(3, () => two.headers)).toEqual([200, 200, 200]);
  const token = { authorization: (await world.host.as(one.id).authorization()) ?? '' };
  expect(await statuses(3, () => token), 'a token counts for itself').toEqual([200, 200, 200]);
});

test('nobody shares the share of the address, also with cookies and tokens that are made up', async () => {
  const made = () => `tsr_${crypto.randomUUID().replaceAll('-', '')}12345678901`;
  const found = await statuses(PER_MINUTE + 6, (n) => ({
    ...(n % 3 === 0 ? { cookie: `__Host-tessera_session=${made()}` } : {}),
    ...(n % 3 === 1 ? { authorization: `Bearer ${made()}` } : {}),
    'x-forwarded-for': `10.2.2.${n}`,
  }));
  expect(found.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
  expect(found.slice(-5)).toEqual([429, 429, 429, 429, 429]);
  expect(await statuses(2, () => two.headers), 'who is signed in goes on').toEqual([200, 200]);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});
