import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStream } from './event-stream.ts';
import { makeSharingHost, type SharingHost } from './sharing-host.ts';

let world: SharingHost;
let url: string;
beforeAll(async () => {
  world = await makeSharingHost();
  url = await world.host.listen();
});
afterAll(() => world.host.close());

const boats = '/api/harbour/boats';

test('whom a record is shared with learns, by a share and by its end; nobody else does', async () => {
  const { owner, mate, mateId, reader } = world;
  const id = await world.boat('Anna');
  const ofMate = await openStream(url, mate, 'entities=harbour.kind');
  const ofReader = await openStream(url, reader, 'entities=harbour.kind');
  const count = () => ofMate.messages.filter(({ event }) => event === 'resync').length;
  const made = await owner.post(`${boats}/${id}/shares`, { user: mateId, actions: ['read'] });
  await expect.poll(count).toBe(1);
  await owner.delete(`${boats}/${id}/shares/${made.body.id}`);
  await expect.poll(count).toBe(2);
  expect(ofReader.messages.filter(({ event }) => event === 'resync')).toEqual([]);
  await Promise.all([ofMate.close(), ofReader.close()]);
});

test('a watched record is told to whom it is shared with', async () => {
  const { owner, mate, mateId } = world;
  const id = await world.boat('Berta');
  await owner.post(`${boats}/${id}/shares`, { user: mateId, actions: ['read'] });
  const stream = await openStream(url, mate, `entities=harbour.kind&records=${id}`);
  await owner.patch(`${boats}/${id}`, { colour: 'red' });
  const told = await stream.until(({ event, data }) => event === 'record' && data['version'] === 2);
  expect(told.data).toMatchObject({ entity: 'harbour.boat', id });
  await stream.close();
});

test('lists learn when a rule takes a record out of sight', async () => {
  const { host, admin, owner, mate, mateId } = world;
  const id = await world.boat('Carla', { colour: 'red' });
  await admin.post('/api/sharing/rules', {
    name: 'Red',
    entity: 'harbour.boat',
    filter: { colour: 'red' },
    user: mateId,
    actions: ['read'],
  });
  await host.settle();
  expect((await mate.get(`${boats}/${id}`)).status).toBe(200);
  const stream = await openStream(url, mate, 'entities=harbour.boat');
  await owner.patch(`${boats}/${id}`, { colour: 'blue' });
  await stream.until(({ event, data }) => event === 'entity' && data['entity'] === 'harbour.boat');
  expect((await mate.get(`${boats}/${id}`)).status).toBe(404);
  await stream.close();
});
