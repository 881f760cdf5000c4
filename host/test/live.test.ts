import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { addon, base } from './toy-plugins.ts';

let host: TestHost;
let url: string;
beforeAll(async () => {
  host = await createTestHost({ database: await makeDatabase(), plugins: [base, addon] });
  url = await host.listen();
});
afterAll(() => host.close());

interface Message {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A browser's connection: what has come so far, and waiting for more. */
async function connect(who: string, query = '') {
  const authorization = (await host.as(who).authorization()) ?? '';
  const abort = new AbortController();
  const response = await fetch(`${url}/api/live${query}`, {
    headers: { authorization },
    signal: abort.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const messages: Message[] = [];
  let wake = (): void => {};
  let hasEnded = false;
  const reading = (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const found = /^event: (\w+)\ndata: (.*)$/.exec(part);
        if (found?.[1] && found[2]) messages.push({ event: found[1], data: JSON.parse(found[2]) });
      }
      wake();
    }
  })().then(
    () => (hasEnded = true),
    () => (hasEnded = true),
  );
  const until = async (matches: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const found = messages.find(matches);
      if (found) return found;
      if (hasEnded) throw new Error(`The stream ended with ${JSON.stringify(messages)}`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return {
    messages,
    until,
    ended: reading,
    async close() {
      abort.abort();
      await reading;
    },
  };
}

test('a stream tells the assembly, and each new one', async () => {
  const stream = await connect('administrator');
  const first = await stream.until(({ event }) => event === 'assembly');
  await host.kernel.disable('addon');
  const second = await stream.until(
    ({ event, data }) => event === 'assembly' && data['number'] !== first.data['number'],
  );
  expect(Number(second.data['number'])).toBeGreaterThan(Number(first.data['number']));
  await host.kernel.enable('addon');
  await stream.close();
});

test('a change tells the entity, and the version of a record that is watched, but no value', async () => {
  const admin = host.as('administrator');
  const { body: thing } = await admin.post('/api/base/things', { name: 'watched' });
  const stream = await connect('administrator', `?entities=base.thing&records=${thing.id}`);
  await admin.patch(`/api/base/things/${thing.id}`, { name: 'a secret value' });
  // Its creation may be told as well: it happened just before.
  const changed = ({ event, data }: Message): boolean =>
    event === 'record' && data['version'] === 2;
  expect((await stream.until(changed)).data).toEqual({
    entity: 'base.thing',
    id: thing.id,
    version: 2,
  });
  await stream.until(({ event, data }) => event === 'entity' && data['entity'] === 'base.thing');
  await admin.delete(`/api/base/things/${thing.id}`);
  await stream.until(({ event, data }) => event === 'record' && data['version'] === null);
  expect(JSON.stringify(stream.messages)).not.toContain('secret value');
  await stream.close();
});

test('who sees only his own records is told of those alone', async () => {
  const rep = host.as('sales-rep');
  const { body: foreign } = await host
    .as('administrator')
    .post('/api/base/things', { name: 'foreign' });
  const stream = await connect('sales-rep', `?records=${foreign.id}`);
  await host.as('administrator').patch(`/api/base/things/${foreign.id}`, { name: 'still foreign' });
  const { body: own } = await rep.post('/api/base/things', { name: 'own' });
  await stream.until(({ event, data }) => event === 'entity' && data['entity'] === 'base.thing');
  expect(stream.messages.filter(({ event }) => event === 'record')).toEqual([]);

  const before = stream.messages.length;
  await host.as('administrator').patch(`/api/base/things/${foreign.id}`, { name: 'foreign again' });
  const marker = await connect('administrator');
  await host.as('administrator').patch(`/api/base/things/${foreign.id}`, { name: 'and again' });
  await marker.until(({ event }) => event === 'entity');
  expect(stream.messages.slice(before)).toEqual([]);
  expect(own.id).toBeDefined();
  await marker.close();
  await stream.close();
});

test('a deletion is told to whoever could read the record, also if nothing of it was told before', async () => {
  const admin = host.as('administrator');
  const { body: foreign } = await admin.post('/api/base/things', { name: 'foreign' });
  const rep = await connect('sales-rep', `?records=${foreign.id}`);
  const { body: own } = await host.as('sales-rep').post('/api/base/things', { name: 'own' });
  const reader = await connect('administrator', `?records=${foreign.id},${own.id}`);
  const owner = await connect('sales-rep', `?records=${own.id}`);
  await Promise.all([rep, reader, owner].map((one) => one.until(() => true)));

  expect((await admin.delete(`/api/base/things/${foreign.id}`)).status).toBeLessThan(300);
  expect((await admin.delete(`/api/base/things/${own.id}`)).status).toBeLessThan(300);
  const told = ({ event }: Message): boolean => event === 'record';
  const gone = (message: Message): boolean => told(message) && message.data['version'] === null;
  expect((await reader.until(gone)).data).toMatchObject({ id: foreign.id });
  expect((await owner.until(gone)).data).toMatchObject({ id: own.id });
  expect(rep.messages.filter(told)).toEqual([]);
  await Promise.all([rep, reader, owner].map((one) => one.close()));
});

test('only whoever gets another role is told to read everything again', async () => {
  const admin = host.as('administrator');
  const id = await host.user({
    roles: ['sales-rep'],
    name: 'Climber',
    email: 'climber@example.test',
  });
  const climber = await connect(id);
  const other = await connect('sales-rep', '?entities=base.thing');
  await Promise.all([climber, other].map((one) => one.until(({ event }) => event === 'assembly')));
  const { body: roles } = await admin.get('/api/tessera/roles?key=administrator');
  expect((await admin.patch(`/api/tessera/users/${id}`, { name: 'Renamed' })).status).toBe(200);
  expect((await admin.patch(`/api/tessera/users/${id}`, { roles: [roles[0].id] })).status).toBe(
    200,
  );
  await climber.until(({ event }) => event === 'resync');
  await host.as('sales-rep').post('/api/base/things', { name: 'a later change' });
  await other.until(({ event }) => event === 'entity');
  expect(climber.messages.filter(({ event }) => event === 'resync')).toHaveLength(1);
  expect(other.messages.filter(({ event }) => event === 'resync')).toEqual([]);
  await Promise.all([climber.close(), other.close()]);
});

test('a stream that begins late is told what its page missed, and nothing of what is not for its eyes', async () => {
  const admin = host.as('administrator');
  const { body: foreign } = await admin.post('/api/base/things', { name: 'foreign' });
  const { body: own } = await host.as('sales-rep').post('/api/base/things', { name: 'own' });
  const early = await connect('administrator', `?records=${foreign.id},${own.id}`);
  const start = performance.now();
  await admin.patch(`/api/base/things/${foreign.id}`, { name: 'changed before' });
  await admin.patch(`/api/base/things/${own.id}`, { name: 'changed before' });
  // The host itself has heard of it.
  for (const { id } of [foreign, own]) await early.until(({ data }) => data['id'] === id);

  const query = `?entities=base.thing&records=${foreign.id},${own.id}`;
  const missed = Math.ceil(performance.now() - start);
  const late = await connect('sales-rep', `${query}&missed=${missed}`);
  const told = await late.until(({ event }) => event === 'record');
  expect(told.data).toEqual({ entity: 'base.thing', id: own.id, version: 2 });
  await late.until(({ event }) => event === 'entity');
  const punctual = await connect('sales-rep', query);
  await host.as('sales-rep').patch(`/api/base/things/${own.id}`, { name: 'changed after' });
  await punctual.until(({ data }) => data['id'] === own.id && data['version'] === 3);
  for (const { messages } of [late, punctual])
    expect(messages.filter(({ data }) => data['id'] === foreign.id)).toEqual([]);
  await Promise.all([early, late, punctual].map((one) => one.close()));
});

test('a stream is told to read everything again when its page missed more than is remembered, or a change of its own rights', async () => {
  const ages = await connect('sales-rep', '?missed=86400000');
  const resync = ({ event }: Message): boolean => event === 'resync';
  expect(await ages.until(resync)).toEqual({ event: 'resync', data: {} });

  const admin = host.as('administrator');
  const { body: roles } = await admin.get('/api/tessera/roles?key=administrator');
  const id = await host.user({ roles: ['sales-rep'], name: 'Late', email: 'late@example.test' });
  const early = await connect(id);
  await admin.patch(`/api/tessera/users/${id}`, { roles: [roles[0].id] });
  await early.until(resync);
  const late = await connect(id, '?missed=1000');
  expect(await late.until(resync)).toEqual({ event: 'resync', data: {} });
  await Promise.all([ages, early, late].map((one) => one.close()));
});

test('the stream of a suspended user ends', async () => {
  const id = await host.user({
    roles: ['sales-rep'],
    name: 'Leaver',
    email: 'leaver@example.test',
  });
  const stream = await connect(id);
  expect(
    (await host.as('administrator').post(`/api/tessera/users/${id}/suspend`)).status,
  ).toBeLessThan(300);
  await stream.ended;
});

test('names that are no ids, and times that are no numbers, are refused', async () => {
  expect((await host.as('administrator').get('/api/live?records=1')).status).toBe(400);
  expect((await host.as('administrator').get('/api/live?missed=-1')).status).toBe(400);
  expect((await host.as('administrator').get('/api/live?missed=long')).status).toBe(400);
});
