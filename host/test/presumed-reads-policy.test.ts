import { defineEntity, definePlugin, text } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createApiToken } from '../src/identity/api-tokens.ts';
import { beginSession } from '../src/identity/sessions.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';

/** Two hosts of one workspace: callers ask the first, which remembers them, and the rules are changed on the second. */
let asked: TestHost;
let other: TestHost;
let role: string;
let note: string;

const desk = installed(
  definePlugin({
    entities: [
      defineEntity('desk.note', {
        label: { en: 'Note' },
        plural: { en: 'Notes' },
        path: 'notes',
        title: 'name',
        fields: { name: text().required() },
      }),
    ],
  }),
  { id: 'desk' },
);
const reading = (scope: string) => [{ entity: 'desk.note', actions: { read: scope } }];

beforeAll(async () => {
  const database = await makeDatabase();
  asked = await createTestHost({ database, plugins: [desk] });
  other = await createTestHost({ database, plugins: [desk] });
  const body = { key: 'clerk', name: 'Clerk', permissions: [], grants: reading('own') };
  role = (await administrator().post('/api/tessera/roles', body)).body.id;
  note = (await administrator().post('/api/desk/notes', { name: 'Hello' })).body.id;
});
afterAll(async () => {
  await asked?.close();
  await other?.close();
});

const administrator = () => other.as('administrator');
const now = () => other.clock.now();
const read = (headers: Readonly<Record<string, string>>) =>
  asked.as('anonymous').get(`/api/desk/notes/${note}`, { headers });

async function clerk(): Promise<{ authorization: string }> {
  const id = await other.user({ roles: ['clerk'] });
  const { token } = await createApiToken(other.kernel.database, id, 'test', undefined, now());
  return { authorization: `Bearer ${token}` };
}

test('an edited grant of a role holds on the next request', async () => {
  const headers = await clerk();
  expect((await read(headers)).status).toBe(404);
  const grant = async (scope: string): Promise<number> => {
    const grants = scope === 'none' ? [] : reading(scope);
    return (await administrator().patch(`/api/tessera/roles/${role}`, { grants })).status;
  };
  expect(await grant('all')).toBe(200);
  expect((await read(headers)).status).toBe(200);
  expect(await grant('none')).toBe(200);
  expect((await read(headers)).status).toBe(403);
  expect(await grant('own')).toBe(200);
  expect((await read(headers)).status).toBe(404);
});

test('a changed sharing default holds on the next request', async () => {
  const headers = await clerk();
  expect((await read(headers)).status).toBe(404);
  const share = async (level: string): Promise<number> =>
    (await administrator().put('/api/sharing/defaults/desk.note', { level })).status;
  expect(await share('read')).toBe(200);
  expect((await read(headers)).status).toBe(200);
  expect(await share('private')).toBe(200);
  expect((await read(headers)).status).toBe(404);
});

test('a second factor that becomes required is asked for on the next request', async () => {
  const id = await other.user({ roles: ['clerk'] });
  const visitor = { address: undefined, userAgent: undefined };
  const token = await beginSession(other.kernel.database, id, visitor, now());
  const headers = { cookie: `tessera_session=${token}` };
  expect((await read(headers)).status).toBe(404);
  expect((await read(headers)).status).toBe(404);
  const policy = { passwordLength: 12, secondFactor: 'everybody', sessionDays: 30, idleDays: 7 };
  const { status } = await asked.as('administrator').put('/api/settings/sign-in', policy);
  expect(status).toBe(200);
  expect(await read(headers)).toMatchObject({
    status: 403,
    body: { code: 'HOST_SECOND_FACTOR_NEEDED' },
  });
});
