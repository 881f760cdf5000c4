import { defineEntity, definePlugin, on, text } from '@tessera/core';
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

/** Two hosts of one workspace: callers write on the first, which remembers them, and what they may do is changed on the second. */
let asked: TestHost;
let other: TestHost;
/** What the first host has sent to the database since it was last emptied. */
let sent: string[];
let team: string;
let note: string;

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const writing = { create: 'team', read: 'team', update: 'team' } as const;
const desk = installed(
  definePlugin({
    entities: [
      defineEntity('desk.note', {
        label: { en: 'Note' },
        plural: { en: 'Notes' },
        path: 'notes',
        title: 'name',
        fields: { name: text({ maxLength: 20 }).required() },
      }),
    ],
    grants: { 'sales-rep': [{ entity: 'desk.note', actions: writing }] },
    hooks: [
      on(
        'desk.note.validating' as never,
        (async (ctx: never, write: never) => {
          const { values } = write as { values: { name?: string } };
          const { emit } = ctx as { emit: (name: string, payload: object) => Promise<void> };
          if (values.name === 'Announced') await emit('desk.note.heard', {});
          return write;
        }) as never,
      ),
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

type Send = (headers: Headers, body?: unknown, id?: string) => Promise<TestResponse>;

const anonymous = () => asked.as('anonymous');
const create: Send = (headers, body = { name: 'New' }) =>
  anonymous().post('/api/desk/notes', body, { headers });
const update: Send = (headers, body = { name: 'Changed' }, id = note) =>
  anonymous().patch(`/api/desk/notes/${id}`, body, { headers });
const writes = { create, update };

const member = (how: 'token' | 'session') => joinTeam(other, team, how);

const authentications = (): number => authenticationsIn(sent);

/** A first request, after which the host remembers the caller. */
async function remember(headers: Headers): Promise<void> {
  await create(headers);
  sent.length = 0;
}

const administrator = () => other.as('administrator');
/** Everything that a write leaves. */
async function traces(): Promise<unknown> {
  const [row] = await other.kernel.database.query(
    `select (select json_agg(n order by n.id) from desk.note n) as notes,
      (select count(*)::int from tessera.audit where entity = 'desk.note') as audit,
      (select count(*)::int from tessera.event where name like 'desk.%') as events`,
  );
  return row;
}

describe.each(['token', 'session'] as const)('by %s', (how) => {
  describe.each(Object.keys(ENDINGS))('after %s', (ending) => {
    test.each([
      ['create', { name: 'New' }],
      ['create', { name: 'Announced' }],
      ['update', { name: 'Changed' }],
    ] as const)('a %s of %j is refused at once and leaves nothing', async (write, body) => {
      const { id, headers } = await member(how);
      await remember(headers);
      await ENDINGS[ending]!(other, id);
      const before = await traces();
      expect(await writes[write](headers, body)).toMatchObject({
        status: 401,
        body: { code: 'CORE_NOT_SIGNED_IN' },
      });
      expect(await traces()).toEqual(before);
    });
  });

  test.each(Object.keys(ENDINGS))(
    'after %s creations at once are refused and leave nothing',
    async (ending) => {
      const { id, headers } = await member(how);
      await remember(headers);
      await ENDINGS[ending]!(other, id);
      const before = await traces();
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => create(headers)));
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
      expect(await traces()).toEqual(before);
    },
  );

  test('creations at once are each answered and told of once', async () => {
    const { id, headers } = await member(how);
    await remember(headers);
    const names = ['One', 'Two', 'Three', 'Four', 'Five', 'x'.repeat(21)];
    const answers = await Promise.all(names.map((name) => create(headers, { name })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 422]);
    expect(answers.slice(0, 5).map(({ body }) => body.name)).toEqual(names.slice(0, 5));
    expect(authentications()).toBe(0);
    const told = await other.kernel.database.query(
      `select a.request_id from desk.note n join tessera.audit a on a.record_id = n.id
       where n.created_by = $1 and n.name = any($2)`,
      [id, names],
    );
    const asked = answers.slice(0, 5).map((answer) => answer.headers.get('x-request-id'));
    expect(new Set(told.map((row) => row['request_id']))).toEqual(new Set(asked));
    expect(told).toHaveLength(5);
  });

  test.each(Object.keys(ENDINGS))(
    'after %s updates at once are refused and leave nothing',
    async (ending) => {
      const { id, headers } = await member(how);
      const made = await Promise.all([1, 2, 3].map(() => create(headers)));
      await remember(headers);
      await ENDINGS[ending]!(other, id);
      const before = await traces();
      const answers = await Promise.all(
        made.map(({ body }) => update(headers, { name: 'Changed' }, body.id)),
      );
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
      expect(await traces()).toEqual(before);
    },
  );

  test('updates at once are each answered and told of once', async () => {
    const { id, headers } = await member(how);
    const made = await Promise.all([1, 2, 3, 4].map(() => create(headers)));
    await remember(headers);
    const names = ['Once', 'Twice', 'Thrice', 'x'.repeat(21)];
    const answers = await Promise.all(
      names.map((name, index) => update(headers, { name }, made[index]?.body.id)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 422]);
    expect(answers.slice(0, 3).map(({ body }) => body.name)).toEqual(names.slice(0, 3));
    expect(authentications()).toBe(0);
    const told = await other.kernel.database.query(
      `select a.request_id from desk.note n join tessera.audit a on a.record_id = n.id and a.action = 'update'
       where n.created_by = $1 and n.name = any($2)`,
      [id, names],
    );
    const asked = answers.slice(0, 3).map((answer) => answer.headers.get('x-request-id'));
    expect(new Set(told.map((row) => row['request_id']))).toEqual(new Set(asked));
    expect(told).toHaveLength(3);
  });

  test('a write follows the team and the role of now', async () => {
    const { id, headers } = await member(how);
    await remember(headers);
    const change = async (values: object): Promise<void> => {
      const { status } = await administrator().patch(`/api/tessera/users/${id}`, values);
      expect(status).toBe(200);
    };
    expect((await update(headers, { name: how })).status).toBe(200);
    await change({ team: null });
    expect((await update(headers)).status).toBe(404);
    const made = await create(headers);
    expect(made).toMatchObject({ status: 201, body: { owner: id, team: null } });
    await change({ roles: [] });
    expect((await create(headers)).status).toBe(403);
    expect((await update(headers, undefined, made.body.id)).status).toBe(403);
  });
});

test('who is remembered creates in one statement and updates in two', async () => {
  const { headers } = await member('token');
  await remember(headers);
  const own = (): number => sent.filter((one) => /"desk"|api_token/.test(one)).length;
  expect((await create(headers)).status).toBe(201);
  expect(own()).toBe(1);
  sent.length = 0;
  expect((await update(headers, { name: 'In two' })).status).toBe(200);
  expect(own()).toBe(2);
});

test('a key has a request of who is remembered answered once only', async () => {
  const { headers } = await member('token');
  await remember(headers);
  const keyed = { ...headers, 'idempotency-key': 'presumed-1' };
  const first = await create(keyed);
  const again = await create(keyed);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
});

test('who is remembered may create what is not his own only where his scope lets him', async () => {
  const { headers } = await member('token');
  const stranger = await other.user({ roles: ['sales-rep'] });
  await remember(headers);
  expect(await create(headers, { name: 'Not mine', owner: stranger })).toMatchObject({
    status: 403,
    body: { code: 'CORE_NOT_PERMITTED' },
  });
});

test('a request of another site writes nothing for a session that is remembered', async () => {
  const { headers } = await member('session');
  await remember(headers);
  const before = await traces();
  expect(await create({ ...headers, origin: 'https://other.example' })).toMatchObject({
    status: 403,
    body: { code: 'HOST_ORIGIN_FOREIGN' },
  });
  expect(await traces()).toEqual(before);
});

test.each<readonly [string, Send]>([
  ['a creation', (headers) => create(headers)],
  ['a creation without what is required', (headers) => create(headers, {})],
  ['a creation with what is too long', (headers) => create(headers, { name: 'x'.repeat(21) })],
  ['a body that is no JSON', (headers) => create(headers, '{')],
  ['a body of another type', (headers) => create({ ...headers, 'content-type': 'text/x' }, 'a')],
  ['a version that is not there', (headers) => update({ ...headers, 'if-match': '"99"' })],
  ['an If-Match that is none', (headers) => update({ ...headers, 'if-match': 'x' })],
  ['an update that changes nothing', (headers) => update(headers, {})],
  ['an update of what is not there', (headers) => update(headers, {}, NOWHERE)],
])('%s is answered to who is remembered as on the whole way', async (_what, send) => {
  const { headers } = await member('session');
  await remember(headers);
  const short = await send(headers);
  expect(authentications()).toBe(0);
  // A reason sends a request the whole way.
  const whole = await send({ ...headers, 'x-change-reason': 'why not' });
  expect(authentications()).toBe(1);
  expect(comparable(short)).toEqual(comparable(whole));
});

/** An answer without what differs between two of the same request. */
function comparable({ status, headers, body }: TestResponse): object {
  const varying = new Set(['location', 'x-request-id']);
  const kept = [...headers].filter(([name]) => !varying.has(name));
  const { id, createdAt, updatedAt, requestId, ...rest } = body;
  const present = { id, createdAt, updatedAt, requestId };
  const names = Object.entries(present).flatMap(([name, value]) => (value ? [name] : []));
  return { status, headers: kept, names, body: rest };
}
