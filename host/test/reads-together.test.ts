import { defineEntity, definePlugin, phone, text, type Grant } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createApiToken, revokeApiToken } from '../src/identity/api-tokens.ts';
import {
  createTestHost,
  installed,
  type TestHost,
  type TestResponse,
} from '../src/testing/index.ts';

/** Two hosts of one workspace: callers ask the first at the same time, and what they may do is changed on the second. */
let asked: TestHost;
let other: TestHost;
let team: string;
const notes: string[] = [];
const NOTES = 25;

const all = { create: 'all', read: 'all', update: 'all' } as const;
const grant = (actions: Grant['actions'], fields: Grant['fields'] = {}): Grant[] => [
  { entity: 'desk.note', actions, fields },
];
const desk = installed(
  definePlugin({
    entities: [
      defineEntity('desk.note', {
        label: { en: 'Note' },
        plural: { en: 'Notes' },
        path: 'notes',
        title: 'name',
        fields: { name: text().required(), telephone: phone(), secret: text().sensitive() },
      }),
    ],
    grants: {
      'sales-manager': grant(all),
      'sales-rep': grant({ read: 'team' }, { telephone: 'mask', secret: 'none' }),
      'service-agent': grant({ read: 'own' }),
    },
  }),
  { id: 'desk' },
);

/** Holds PostgreSQL's answer to the next read of notes back until something has happened; undefined when it is passed on. */
let held: { readonly answered: () => void; readonly until: Promise<void> } | undefined;
/** Whether reads of notes fail. */
let isLost = false;
/** Reads of notes that were sent. */
let statements = 0;

type Query = { readonly text?: string };
type End = (error?: Error | null) => void;

/** How far somebody reaches is asked beside them, once a minute. */
const isReadOfNotes = ({ text = '' }: Query): boolean =>
  text.includes('from "desk"."note"') && !text.includes('pg_class');

beforeAll(async () => {
  const database = await makeDatabase();
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  asked = await createTestHost({ database, plugins: [desk], log: silent });
  other = await createTestHost({ database, plugins: [desk] });
  team = (await other.as('administrator').post('/api/tessera/teams', { name: 'Desk' })).body.id;
  const author = await other.user({ roles: ['sales-manager'], team });
  const written = Array.from({ length: NOTES }, (_, index) =>
    other.as(author).post('/api/desk/notes', {
      name: `Note ${index + 1}`,
      telephone: '+1 212 555 0100',
      secret: 'it rains',
    }),
  );
  for (const { body } of await Promise.all(written)) notes.push(body.id);
  const { pool } = asked.kernel.database;
  const query = pool.query.bind(pool) as (query: Query, end?: End) => unknown;
  pool.query = ((asking: Query, end?: End) => {
    if (!isReadOfNotes(asking)) return query(asking, end);
    statements += 1;
    if (isLost) return end?.(new Error('The connection was lost.'));
    if (!held) return query(asking, end);
    const { answered, until } = held;
    held = undefined;
    return query(asking, (error) => {
      answered();
      void until.then(() => end?.(error));
    });
  }) as typeof pool.query;
});
afterAll(async () => {
  await asked?.close();
  await other?.close();
});
/** Lets nobody know what the next read of notes has found until it is released. */
function holdNext(): { readonly answered: Promise<void>; readonly release: () => void } {
  const answered = Promise.withResolvers<void>();
  const until = Promise.withResolvers<void>();
  held = { answered: answered.resolve, until: until.promise };
  return { answered: answered.promise, release: until.resolve };
}

interface Caller {
  readonly id: string;
  readonly token: { readonly id: string };
  readonly get: (note: string) => Promise<TestResponse>;
  /** The name of a note by itself, or out of a list. */
  readonly read: Readonly<Record<Read, (note: string) => Promise<Named>>>;
}

type Read = 'get' | 'list';
interface Named {
  readonly status: number;
  readonly name?: string;
}

/** Somebody with a token, by which he is remembered. */
async function callerFor(id: string): Promise<Caller> {
  const { kernel, clock } = other;
  const token = await createApiToken(kernel.database, id, 'test', undefined, clock.now());
  const headers = { authorization: `Bearer ${token.token}` };
  const get: Caller['get'] = (note) =>
    asked.as('anonymous').get(`/api/desk/notes/${note}`, { headers });
  const list = (): Promise<TestResponse> =>
    asked.as('anonymous').get('/api/desk/notes?_sort=createdAt', { headers });
  await get(notes[0]!);
  await list();
  const read: Caller['read'] = {
    async get(note) {
      const { status, body } = await get(note);
      return { status, name: body.name };
    },
    async list(note) {
      const { status, body } = await list();
      return { status, name: status === 200 ? body.find(({ id }: Row) => id === note)?.name : '' };
    },
  };
  return { id, token, get, read };
}
interface Row {
  readonly id: string;
}
const caller = async (role: string): Promise<Caller> =>
  callerFor(await other.user({ roles: [role], team }));

const viewsOf = async ({ id }: Caller): Promise<string[]> => {
  const rows = await other.kernel.database.query<{ note: string }>(
    `select record_id as note from tessera.audit where action = 'view' and user_id = $1 order by id`,
    [id],
  );
  return rows.map(({ note }) => note);
};

test('everybody who asks at the same time is answered for himself', async () => {
  const manager = await caller('sales-manager');
  const second = await callerFor(manager.id);
  const rep = await caller('sales-rep');
  const agent = await caller('service-agent');
  const nobody = await caller('marketer');
  const missing = '00000000-0000-4000-8000-000000000000';
  // Whoever is made changes what all may do: from here on everybody is remembered.
  for (const one of [manager, second, rep, agent, nobody]) await one.get(notes[0]!);
  const before = await viewsOf(manager);
  statements = 0;
  const answers = await Promise.all(
    notes.flatMap((note) => [
      manager.get(note),
      second.get(note.toUpperCase()),
      rep.get(note),
      agent.get(note),
      nobody.get(note),
      rep.get(missing),
    ]),
  );
  for (const [index, note] of notes.entries()) {
    const [whole, again, masked, outside, refused, none] = answers.slice(index * 6);
    const name = `Note ${index + 1}`;
    expect(whole).toMatchObject({ status: 200, body: { id: note, name, secret: 'it rains' } });
    expect(again!.body).toEqual(whole!.body);
    expect(masked).toMatchObject({ status: 200, body: { id: note, name } });
    expect(masked!.body.telephone).toMatch(/^•••/);
    expect(masked!.body).not.toHaveProperty('secret');
    expect(outside).toMatchObject({ status: 404, body: { code: 'CORE_RECORD_MISSING' } });
    expect(refused).toMatchObject({ status: 403, body: { code: 'CORE_NOT_PERMITTED' } });
    expect(none).toMatchObject({ status: 404, body: { code: 'CORE_RECORD_MISSING' } });
  }
  const views = (await viewsOf(manager)).slice(before.length);
  expect(views.sort(), 'each view is written down').toEqual([...notes, ...notes].sort());
  expect(await viewsOf(rep)).toEqual([]);
  expect(statements, 'and few statements were sent').toBeLessThan(NOTES);
});

test('each answer has an id of its own', async () => {
  const rep = await caller('sales-rep');
  const answers = await Promise.all(notes.map((note) => rep.get(note)));
  expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(NOTES);
});

test.each<Read>(['get', 'list'])(
  'what is changed while a %s is under way is seen by whoever asks afterwards',
  async (kind) => {
    const rep = await caller('sales-rep');
    const [note] = notes as [string];
    const author = other.as((await caller('sales-manager')).id);
    await rep.read[kind](note);
    const held = holdNext();
    const early = rep.read[kind](note);
    await held.answered;
    expect((await author.patch(`/api/desk/notes/${note}`, { name: 'Changed' })).status).toBe(200);
    const late = [rep.read[kind](note), rep.read[kind](note)];
    held.release();
    expect((await early).name).toBe('Note 1');
    for (const answer of await Promise.all(late)) expect(answer.name).toBe('Changed');
    expect((await author.patch(`/api/desk/notes/${note}`, { name: 'Note 1' })).status).toBe(200);
  },
);

const changes: readonly (readonly [string, number, (who: Caller) => Promise<unknown>])[] = [
  [
    'suspended',
    401,
    ({ id }) => other.as('administrator').post(`/api/tessera/users/${id}/suspend`),
  ],
  [
    'without his token',
    401,
    ({ id, token }) => revokeApiToken(other.kernel.database, id, token.id),
  ],
  [
    'without his role',
    403,
    ({ id }) => other.as('administrator').patch(`/api/tessera/users/${id}`, { roles: [] }),
  ],
];
test.each(
  (['get', 'list'] as const).flatMap((kind) => changes.map((one) => [kind, ...one] as const)),
)('during a %s, who is %s while it is under way is refused afterwards', async (...asking) => {
  const [kind, , status, change] = asking;
  const rep = await caller('sales-rep');
  const held = holdNext();
  const early = rep.read[kind](notes[0]!);
  await held.answered;
  await change(rep);
  const late = notes.slice(0, 5).map((note) => rep.read[kind](note));
  held.release();
  expect((await early).status, 'he was asked for in time').toBe(200);
  for (const answer of await Promise.all(late)) expect(answer.status).toBe(status);
});

test('a token that has ended takes no other token of its user along', async () => {
  const first = await caller('sales-rep');
  const second = await callerFor(first.id);
  await revokeApiToken(other.kernel.database, first.id, first.token.id);
  const answers = await Promise.all(
    notes.slice(0, 20).flatMap((note) => [first.get(note), second.get(note)]),
  );
  expect(answers.map(({ status }) => status)).toEqual(
    Array.from({ length: 20 }, () => [401, 200]).flat(),
  );
});

test('a statement that fails is told to each who waited for it, and to nobody else', async () => {
  const rep = await caller('sales-rep');
  isLost = true;
  const failed = await Promise.all(notes.slice(0, 10).map((note) => rep.get(note)));
  isLost = false;
  expect(failed.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 500));
  const answers = await Promise.all(notes.slice(0, 10).map((note) => rep.get(note)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
});
