import { afterAll, beforeAll, expect, test } from 'vitest';
import { MANY_STARTS, makeWorkspace, type HostProcess, type Workspace } from './host-process.ts';
import { PASSWORD } from './identity-host.ts';

let workspace: Workspace;
let one: HostProcess;
let two: HostProcess;
beforeAll(async () => {
  workspace = await makeWorkspace();
  one = await workspace.open('one');
  two = await workspace.open('two');
}, MANY_STARTS.timeout);
afterAll(() => workspace?.close());

/** Somebody new who signs in on the second host; answers his id and cookie. */
async function join(name: string): Promise<{ id: string; cookie: string }> {
  const made = await one.post('/api/tessera/users', { name });
  const { id } = made.body;
  const invited = await one.post(`/api/tessera/users/${id}/invite`, {
    email: `${name}@example.com`,
  });
  const token = String(invited.body.link).split('/').at(-1);
  const accepted = await fetch(`${two.url}/api/auth/invitations/${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password: PASSWORD }),
  });
  expect(accepted.status).toBe(200);
  return { id, cookie: accepted.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

/** An open stream: `begun` once it has said something, `ended` when the host has closed it. */
async function openStream({ url }: HostProcess, headers: Record<string, string>) {
  const response = await fetch(`${url}/api/live`, { headers });
  expect(response.status).toBe(200);
  const reader = response.body!.getReader();
  await reader.read();
  const ended = (async () => {
    for (;;) if ((await reader.read()).done) return 'ended';
  })();
  return { ended, close: () => reader.cancel() };
}

test('the streams of a suspended user end, also those on another host', MANY_STARTS, async () => {
  const leaver = await join('leaver');
  const other = await join('other');
  const streams = await Promise.all(
    [one, two].map((host) => openStream(host, { cookie: leaver.cookie })),
  );
  const stays = await openStream(two, { cookie: other.cookie });
  expect((await one.post(`/api/tessera/users/${leaver.id}/suspend`)).status).toBe(200);
  expect(await Promise.all(streams.map(({ ended }) => ended))).toEqual(['ended', 'ended']);
  const open = await Promise.race([stays.ended, Promise.resolve('open')]);
  expect(open).toBe('open');
  for (const { url } of [one, two]) {
    const again = await fetch(`${url}/api/live`, { headers: { cookie: leaver.cookie } });
    expect(again.status).toBe(401);
  }
  await stays.close();
});

test(
  'the streams of a session or token that is revoked end at once on every host',
  MANY_STARTS,
  async () => {
    const rep = await join('rep');
    const cookie = { cookie: rep.cookie };
    const made = await fetch(`${two.url}/api/auth/tokens`, {
      method: 'POST',
      headers: { ...cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'a program' }),
    });
    const { id, token } = (await made.json()) as { id: string; token: string };
    const bySession = await openStream(two, cookie);
    const byToken = await openStream(two, { authorization: `Bearer ${token}` });

    const path = `/api/tessera/users/${rep.id}`;
    const revoke = (what: string) =>
      fetch(`${one.url}${path}/${what}`, { method: 'DELETE', headers: { cookie: cookieOf(one) } });
    expect((await revoke(`tokens/${id}`)).status).toBe(204);
    expect(await byToken.ended).toBe('ended');
    expect((await fetch(`${two.url}/api/auth/me`, { headers: cookie })).status).toBe(200);
    expect((await revoke('sessions')).status).toBe(204);
    expect(await bySession.ended).toBe('ended');
    expect((await fetch(`${two.url}/api/auth/me`, { headers: cookie })).status).toBe(401);
  },
);

function cookieOf(host: HostProcess): string {
  return (host as HostProcess & { readonly cookie: string }).cookie;
}
