import { defineEntity, definePlugin, defineRoute, text } from '@tessera/core';
import type { PoolConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import {
  createTestHost,
  installed,
  type TestHost,
  type TestResponse,
} from '../src/testing/index.ts';
import {
  authenticationsIn,
  ENDINGS,
  joinTeam,
  recordSent,
  type Headers,
} from './remembered-callers.ts';

/** Two hosts of one workspace: callers ask the first, which remembers them, and what they may do is changed on the second. */
let asked: TestHost;
let other: TestHost;
/** What the first host has sent to the database since it was last emptied. */
let sent: string[];
let team: string;
let note: string;

const entity = (name: string, plural: string) =>
  defineEntity(`desk.${name}`, {
    label: { en: name },
    plural: { en: plural },
    path: plural,
    title: 'name',
    fields: { name: text().required() },
  });
const reading = { create: 'team', read: 'team', update: 'team' } as const;
let cardsAnswered = 0;
const desk = installed(
  definePlugin({
    entities: [entity('note', 'notes'), entity('card', 'cards')],
    grants: {
      'sales-rep': [
        { entity: 'desk.note', actions: reading },
        { entity: 'desk.card', actions: reading },
      ],
    },
    routes: [
      defineRoute({
        method: 'GET',
        path: '/cards/:id',
        summary: { en: 'A card, as the plugin has it' },
        permission: 'signedIn',
        handler: ({ principal }) => ({ answered: (cardsAnswered += 1), by: principal.userId }),
      }),
    ],
  }),
  { id: 'desk' },
);

beforeAll(async () => {
  const database: PoolConfig = await makeDatabase();
  asked = await createTestHost({ database, plugins: [desk] });
  other = await createTestHost({ database, plugins: [desk] });
  const made = await other.as('administrator').post('/api/tessera/teams', { name: 'Desk' });
  team = made.body.id;
  const author = await other.user({ roles: ['sales-rep'], team });
  const written = await other.as(author).post('/api/desk/notes', { name: 'Hello' });
  note = written.body.id;
  sent = recordSent(asked);
});
afterAll(async () => {
  await asked?.close();
  await other?.close();
});

const send = (headers: Headers) => ({
  get: (path: string) => asked.as('anonymous').get(path, { headers }),
  post: (path: string, body: unknown) => asked.as('anonymous').post(path, body, { headers }),
});
const reads: Readonly<Record<string, (headers: Headers) => Promise<TestResponse>>> = {
  get: (who) => send(who).get(`/api/desk/notes/${note}`),
  list: (who) => send(who).get('/api/desk/notes?_end=10'),
  query: (who) => send(who).post('/api/desk/notes/query', { limit: 10 }),
  aggregate: (who) => send(who).post('/api/desk/notes/aggregate', { measures: { n: 'count' } }),
  'get of what is not there': (who) =>
    send(who).get('/api/desk/notes/00000000-0000-4000-8000-000000000000'),
  'list that cannot be meant': (who) => send(who).get('/api/desk/notes?_sort=nothing'),
};

const member = (how: 'token' | 'session') => joinTeam(other, team, how);

const authentications = (): number => authenticationsIn(sent);

/** Asks until the caller is remembered: the last answer was given without authenticating anew. */
async function remember(read: () => Promise<TestResponse>): Promise<TestResponse> {
  await read();
  sent.length = 0;
  const answer = await read();
  expect(authentications(), 'the caller was remembered').toBe(0);
  return answer;
}

const administrator = () => other.as('administrator');
const change = async (id: string, values: object): Promise<void> => {
  expect((await administrator().patch(`/api/tessera/users/${id}`, values)).status).toBe(200);
};
/** What is answered to somebody whom no record is for. */
const outside = {
  get: { status: 404 },
  list: { status: 200, body: [] },
  query: { status: 200, body: [] },
  aggregate: { status: 200, body: [{ n: 0 }] },
};

describe.each(['token', 'session'] as const)('by %s', (how) => {
  describe.each(Object.keys(ENDINGS))('after %s', (ending) => {
    test.each(Object.keys(reads))('a %s is refused at once', async (read) => {
      const { id, headers } = await member(how);
      const before = await remember(() => reads[read]!(headers));
      expect(before.status).not.toBe(401);
      await ENDINGS[ending]!(other, id);
      expect(await reads[read]!(headers)).toMatchObject({
        status: 401,
        body: { code: 'CORE_NOT_SIGNED_IN' },
      });
    });
  });

  test.each(Object.entries(outside))(
    'a %s follows the team and the role of now',
    async (read, expected) => {
      const { id, headers } = await member(how);
      expect((await remember(() => reads[read]!(headers))).status).toBe(200);
      await change(id, { team: null });
      expect(await reads[read]!(headers)).toMatchObject(expected);
      await remember(() => reads[read]!(headers));
      await change(id, { roles: [] });
      expect((await reads[read]!(headers)).status).toBe(403);
    },
  );
});

test('a record is read for somebody who is remembered in one statement', async () => {
  const { headers } = await member('token');
  await remember(() => reads['get']!(headers));
  expect(sent).toHaveLength(1);
});

test('what is granted holds on the next request too, also where it was refused before', async () => {
  const { id, headers } = await member('token');
  await change(id, { team: null });
  expect((await remember(() => reads['get']!(headers))).status).toBe(404);
  await change(id, { team });
  expect((await reads['get']!(headers)).status).toBe(200);
});

test('a session that begins to look through other eyes is not read with its own', async () => {
  const { id, headers } = await member('session');
  expect((await remember(() => reads['get']!(headers))).status).toBe(200);
  await other.kernel.database.query(
    'update tessera.session set viewing_as = $2, viewing_since = $3 where user_id = $1',
    [id, id, other.clock.now()],
  );
  sent.length = 0;
  await reads['get']!(headers);
  expect(authentications()).toBeGreaterThan(0);
});

test('a token is authenticated in full each minute, so that its use is written down', async () => {
  const { id, headers } = await member('token');
  await remember(() => reads['list']!(headers));
  asked.clock.advance(61_000);
  sent.length = 0;
  await reads['list']!(headers);
  expect(authentications()).toBe(1);
  const [used] = await other.kernel.database.query<{ at: string }>(
    'select used_at as at from tessera.api_token where user_id = $1',
    [id],
  );
  expect(new Date(used!.at)).toEqual(asked.clock.now());
});

test('a route of a plugin is never run for somebody who is only remembered', async () => {
  const { id, headers } = await member('token');
  await remember(() => reads['get']!(headers));
  sent.length = 0;
  const before = cardsAnswered;
  const answer = await send(headers).get(`/api/desk/cards/${note}`);
  expect(answer).toMatchObject({ status: 200, body: { by: id } });
  expect(authentications()).toBe(1);
  await ENDINGS['his tokens and sessions are ended']!(other, id);
  expect((await send(headers).get(`/api/desk/cards/${note}`)).status).toBe(401);
  expect(cardsAnswered).toBe(before + 1);
});
