import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, type TestClient, type TestHost } from '../src/testing/index.ts';
import { openStream } from './event-stream.ts';
import { harbour, painter } from './sharing-host.ts';

const environment = { TESSERA_SECRET: 'the same secret on every host of a workspace' };
const plugins = [harbour, painter];
const boats = '/api/harbour/boats';

let database: Awaited<ReturnType<typeof makeDatabase>>;
let one: TestHost;
let two: TestHost;
let owner: TestClient;
let mateId: string;
beforeAll(async () => {
  database = await makeDatabase();
  one = await createTestHost({ database, environment, plugins });
  two = await createTestHost({ database, environment, plugins });
  owner = one.as(await one.user({ name: 'Owner', roles: ['sales-rep'] }));
  mateId = await one.user({ name: 'Mate', roles: ['sales-rep'] });
});
afterAll(async () => {
  await two?.close();
  await one?.close();
});

async function boat(values: object): Promise<string> {
  return (await owner.post(boats, { name: 'Boat', ...values })).body.id;
}

test('a share, a default and a rule of one host hold on the next request of the other', async () => {
  const id = await boat({ colour: 'red' });
  const mate = two.as(mateId);
  const stream = await openStream(await two.listen(), mate, 'entities=harbour.kind');
  const share = await owner.post(`${boats}/${id}/shares`, { user: mateId, actions: ['read'] });
  expect((await mate.get(`${boats}/${id}`)).status).toBe(200);
  await stream.until(({ event }) => event === 'resync');
  await stream.close();
  await owner.delete(`${boats}/${id}/shares/${share.body.id}`);
  expect((await mate.get(`${boats}/${id}`)).status).toBe(404);

  const admin = one.as('administrator');
  await admin.put('/api/sharing/defaults/harbour.boat', { level: 'read' });
  expect((await mate.get(`${boats}/${id}`)).status).toBe(200);
  await admin.put('/api/sharing/defaults/harbour.boat', { level: 'private' });
  expect((await mate.get(`${boats}/${id}`)).status).toBe(404);

  const rule = await admin.post('/api/sharing/rules', {
    name: 'Blue',
    entity: 'harbour.boat',
    filter: { colour: 'blue' },
    user: mateId,
    actions: ['read'],
  });
  // Written by the host that did not make the rule.
  const changed = await two.as('administrator').patch(`${boats}/${id}`, { colour: 'blue' });
  expect(changed.status).toBe(200);
  expect((await mate.get(`${boats}/${id}`)).status).toBe(200);
  await admin.delete(`/api/sharing/rules/${rule.body.id}`);
  expect((await mate.get(`${boats}/${id}`)).status).toBe(404);
});

test('a rule that a host left half applied is taken up by the next that starts', async () => {
  const ids = [await boat({ colour: 'red' }), await boat({ colour: 'red' })].toSorted();
  const [rule] = await one.kernel.database.query<{ id: string }>(
    `insert into tessera.sharing_rule (name, entity, filter, user_id, actions, state, position)
     values ('Red', 'harbour.boat', '{"colour": "red"}', $1, '{read}', 'applying', $2) returning id`,
    [mateId, ids[0]],
  );
  const three = await createTestHost({ database, environment, plugins });
  try {
    const stateOf = async () => {
      const { body } = await one.as('administrator').get('/api/sharing/rules');
      return body.rules.find(({ id }: { id: string }) => id === rule!.id);
    };
    // From where it was left: what lies before has been done already.
    await expect.poll(stateOf).toMatchObject({ state: 'applied', shared: 1 });
    await one.jobs.send('tessera.sharing.renew', {});
    await expect.poll(stateOf).toMatchObject({ state: 'applied', shared: 2 });
  } finally {
    await three.close();
  }
});
