import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeIdentityHost, type IdentityHost } from './identity-host.ts';
import { base } from './toy-plugins.ts';

let world: IdentityHost;
let rep: { id: string; headers: Record<string, string> };
beforeAll(async () => {
  world = await makeIdentityHost([base]);
  rep = await world.join('rep', ['sales-rep']);
});
afterAll(() => world?.host.close());

async function send(method: string, path: string, headers: Record<string, string>, body?: object) {
  const request = new Request(`https://crm.example.com${path}`, {
    method,
    headers: {
      cookie: rep.headers['cookie'] ?? '',
      host: 'crm.example.com',
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return world.host.app.fetch(request);
}

const count = async (): Promise<number> =>
  (await world.host.as('administrator').get('/api/base/things')).body.length;

test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['a subdomain', { origin: 'https://files.crm.example.com' }],
  ['a sibling', { origin: 'https://www.example.com' }],
  ['a longer name', { origin: 'https://crm.example.com.evil.example' }],
  ['another port', { origin: 'https://crm.example.com:8443' }],
  ['plain http', { origin: 'http://crm.example.com' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['an empty origin', { origin: '' }],
  ['a file', { origin: 'file://crm.example.com' }],
  ['two origins', { origin: 'https://crm.example.com, https://evil.example' }],
  ['a neighbour without Origin', { 'sec-fetch-site': 'same-site' }],
  ['another site without Origin', { 'sec-fetch-site': 'cross-site' }],
  ['an empty authorization', { origin: 'https://evil.example', authorization: '' }],
] as [string, Record<string, string>][])(
  '%s changes nothing, whatever the method',
  async (_name, headers) => {
    const before = await count();
    for (const [method, path, body] of [
      ['POST', '/api/base/things', { name: 'forged' }],
      ['PUT', '/api/base/things/7a7a7a7a-0000-4000-8000-000000000000', { name: 'forged' }],
      ['PATCH', '/api/auth/profile', { name: 'Forged' }],
      ['DELETE', `/api/auth/sessions/7a7a7a7a-0000-4000-8000-000000000000`, undefined],
      ['PROPFIND', '/api/base/things', undefined],
      ['POST', '/api/auth/logout', {}],
      ['POST', '/api/auth/login', { email: 'root@example.com', password: 'x' }],
    ] as [string, string, object | undefined][]) {
      const answer = await send(method, path, headers, body);
      expect([method, path, answer.status]).toEqual([method, path, 403]);
      expect(await answer.json()).toMatchObject({ code: 'HOST_ORIGIN_FOREIGN' });
    }
    expect(await count()).toBe(before);
  },
);

test.each([
  ['the public address', { origin: 'https://crm.example.com' }],
  ['another address of the host itself', { host: '10.0.0.7:4000', origin: 'http://10.0.0.7:4000' }],
  ['the host in capitals', { host: 'CRM.internal', origin: 'http://crm.internal' }],
  ['a program', {}],
] as [string, Record<string, string>][])('%s passes', async (_name, headers) => {
  const answer = await send('POST', '/api/base/things', headers, { name: 'meant' });
  expect(answer.status).toBe(201);
});

test('a page runs no script that is not the host’s own', async () => {
  const answer = await world.host.app.fetch(new Request('https://crm.example.com/'));
  const policy = answer.headers.get('content-security-policy') ?? '';
  const scripts = policy.split('; ').find((part) => part.startsWith('script-src')) ?? '';
  expect(scripts).toMatch(/^script-src 'self'( 'sha256-[\w+/=]+')*$/);
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("base-uri 'self'");
  const data = await world.host.as('anonymous').get('/api/setup');
  expect(data.headers.get('content-security-policy')).toContain("default-src 'none'");
});
