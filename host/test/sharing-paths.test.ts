import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSharingHost, type SharingHost } from './sharing-host.ts';

let world: SharingHost;
beforeAll(async () => {
  world = await makeSharingHost();
});
afterAll(() => world.host.close());

const boats = '/api/harbour/boats';

/** What the mate finds of a boat and its log, on every path that reads. */
async function found(id: string) {
  const { mate } = world;
  const list = await mate.get(`${boats}?_start=0&_end=10`);
  const query = await mate.post(`${boats}/query`, { filter: { colour: 'red' } });
  const groups = await mate.post(`${boats}/aggregate`, {
    groupBy: ['colour'],
    measures: { n: 'count' },
  });
  const related = await mate.get(`/api/harbour/logs?boat=${id}`);
  const filtered = await mate.post(`${boats}/query`, {
    filter: { logs: { some: { text: 'Sails at dawn' } } },
  });
  const included = await mate.get('/api/harbour/logs?include=boat');
  const words = await mate.get('/api/search?q=Esmeralda');
  const inside = await mate.get(`${boats}?q=Esmeralda`);
  const timeline = await mate.get(`${boats}/${id}/timeline`);
  const history = await mate.get(`${boats}/${id}/history`);
  const exported = await mate.get(`${boats}/export?format=csv`);
  return {
    get: (await mate.get(`${boats}/${id}`)).status,
    list: list.body.length,
    total: list.headers.get('x-total-count'),
    query: query.body.length ?? query.body.records?.length,
    groups: JSON.stringify(groups.body).includes('red'),
    related: related.body.length,
    filtered: JSON.stringify(filtered.body).includes('Esmeralda'),
    included: JSON.stringify(included.body).includes('Esmeralda'),
    search: JSON.stringify(words.body).includes('Esmeralda'),
    inside: inside.body.length,
    timeline: timeline.status === 200 && JSON.stringify(timeline.body).includes('Sails at dawn'),
    history: history.status,
    exported: exported.body.includes('Esmeralda'),
  };
}

test('a share counts on every path that reads, and its end too; what is not shared stays out', async () => {
  const { owner, mateId } = world;
  const id = await world.boat('Esmeralda', { colour: 'red' });
  await world.boat('Other', { colour: 'blue' });
  await owner.post('/api/harbour/logs', { text: 'Sails at dawn', boat: id });
  const nothing = {
    get: 404,
    list: 0,
    total: '0',
    query: 0,
    groups: false,
    related: 0,
    filtered: false,
    included: false,
    search: false,
    inside: 0,
    timeline: false,
    history: 404,
    exported: false,
  };
  expect(await found(id)).toEqual(nothing);
  const share = await owner.post(`${boats}/${id}/shares`, { user: mateId, actions: ['read'] });
  expect(await found(id)).toEqual({
    get: 200,
    list: 1,
    total: '1',
    query: 1,
    groups: true,
    related: 1,
    filtered: true,
    included: true,
    search: true,
    inside: 1,
    timeline: true,
    history: 200,
    // Shares are for reading and updating: who exports own records exports no others.
    exported: false,
  });
  await owner.delete(`${boats}/${id}/shares/${share.body.id}`);
  expect(await found(id)).toEqual(nothing);
});
