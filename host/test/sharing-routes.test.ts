import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSharingHost, type SharingHost } from './sharing-host.ts';

let world: SharingHost;
beforeAll(async () => {
  world = await makeSharingHost();
});
afterAll(() => world.host.close());

const boats = '/api/harbour/boats';

test('a record is shared, seen, changed and taken back', async () => {
  const { owner, mate, mateId, ownerId } = world;
  const id = await world.boat('Anna');
  expect((await mate.get(`${boats}/${id}`)).status).toBe(404);
  const shared = await owner.post(`${boats}/${id}/shares`, { user: mateId, actions: ['read'] });
  expect(shared.status).toBe(201);
  expect(shared.body).toMatchObject({
    user: { id: mateId, name: 'Mate' },
    team: null,
    actions: ['read'],
    expiresAt: null,
    createdBy: { id: ownerId, name: 'Owner' },
    rule: null,
  });
  expect((await mate.get(`${boats}/${id}`)).status).toBe(200);
  expect((await mate.patch(`${boats}/${id}`, { colour: 'red' })).status).toBe(403);

  const again = await owner.post(`${boats}/${id}/shares`, { user: mateId, actions: ['update'] });
  expect(again.body).toMatchObject({ id: shared.body.id, actions: ['read', 'update'] });
  expect((await mate.patch(`${boats}/${id}`, { colour: 'red' })).status).toBe(200);
  const list = await mate.get(`${boats}/${id}/shares`);
  expect(list.body).toMatchObject({ mayShare: false, sharing: 'private' });
  expect(list.body.shares).toHaveLength(1);

  expect((await owner.delete(`${boats}/${id}/shares/${shared.body.id}`)).status).toBe(204);
  expect((await mate.get(`${boats}/${id}`)).status).toBe(404);
  expect((await owner.delete(`${boats}/${id}/shares/${shared.body.id}`)).body.code).toBe(
    'HOST_SHARE_MISSING',
  );
  const audit = await world.host.kernel.database.query(
    `select action, changes -> 'shares' as shares from tessera.audit where record_id = $1 and action like '%share' order by at, id`,
    [id],
  );
  expect(audit).toMatchObject([
    { action: 'share', shares: [null, { user: mateId, actions: ['read'] }] },
    { action: 'share', shares: [{ actions: ['read'] }, { actions: ['read', 'update'] }] },
    { action: 'unshare', shares: [{ user: mateId }, null] },
  ]);
});

test('only who may change a record by his role shares it, and nobody passes on what was shared with him', async () => {
  const { owner, mate, mateId, reader, readerId } = world;
  const id = await world.boat('Berta');
  await owner.post(`${boats}/${id}/shares`, { user: mateId, actions: ['update'] });
  await owner.post(`${boats}/${id}/shares`, { user: readerId, actions: ['update'] });
  const body = { user: readerId, actions: ['read'] };
  expect((await mate.post(`${boats}/${id}/shares`, body)).body.code).toBe(
    'HOST_SHARE_NOT_PERMITTED',
  );
  expect((await reader.patch(`${boats}/${id}`, { colour: 'red' })).status).toBe(403);
  const { shares } = (await mate.get(`${boats}/${id}/shares`)).body;
  const ofReader = shares.find((share: { user: { id: string } }) => share.user.id === readerId);
  expect((await mate.delete(`${boats}/${id}/shares/${ofReader.id}`)).status).toBe(403);
  // Whom it was shared with may go without it.
  expect((await reader.delete(`${boats}/${id}/shares/${ofReader.id}`)).status).toBe(204);
  expect((await reader.get(`${boats}/${id}`)).status).toBe(404);
});

test('who does not see a record learns nothing from its shares', async () => {
  const { host, mate, mateId } = world;
  const id = await world.boat('Carla');
  for (const path of [`${boats}/${id}/shares`, `${boats}/${crypto.randomUUID()}/shares`]) {
    expect((await mate.get(path)).status).toBe(404);
    expect((await mate.post(path, { user: mateId, actions: ['read'] })).status).toBe(404);
    expect((await host.as('anonymous').get(path)).status).toBe(401);
  }
});

test('a share names somebody who may sign in, and ends in the future', async () => {
  const { host, owner, ownerId, mateId } = world;
  const id = await world.boat('Dora');
  const gone = await host.user({ name: 'Gone' });
  await host.kernel.database.query(`update tessera."user" set status = 'suspended' where id = $1`, [
    gone,
  ]);
  const codeOf = async (body: object) =>
    (await owner.post(`${boats}/${id}/shares`, { actions: ['read'], ...body })).body.code;
  expect(await codeOf({ user: ownerId })).toBe('HOST_SHARE_GRANTEE_WRONG');
  expect(await codeOf({ user: gone })).toBe('HOST_SHARE_GRANTEE_WRONG');
  expect(await codeOf({ user: 'x' })).toBe('HOST_SHARE_GRANTEE_WRONG');
  expect(await codeOf({})).toBe('HOST_SHARE_GRANTEE_WRONG');
  expect(await codeOf({ user: mateId, team: mateId })).toBe('HOST_SHARE_GRANTEE_WRONG');
  expect(await codeOf({ user: mateId, expiresAt: '2001-01-01T00:00:00Z' })).toBe(
    'HOST_SHARE_EXPIRED',
  );
  expect(await codeOf({ user: mateId, expiresAt: 'soon' })).toBe('HOST_SHARE_EXPIRED');
  expect(await codeOf({ user: mateId, actions: ['delete'] })).toBe('HOST_INPUT_INVALID');
  expect((await owner.get(`${boats}/${id}/shares`)).body.shares).toEqual([]);
});

test('a share that has ended shares nothing, and is swept', async () => {
  const { host, owner, mate, mateId } = world;
  const id = await world.boat('Emma');
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  await owner.post(`${boats}/${id}/shares`, { user: mateId, actions: ['read'], expiresAt });
  expect((await mate.get(`${boats}/${id}`)).status).toBe(200);
  await host.kernel.database.query(
    `update tessera.record_share set expires_at = now() - interval '1 second' where record_id = $1`,
    [id],
  );
  expect((await mate.get(`${boats}/${id}`)).status).toBe(404);
  expect((await owner.get(`${boats}/${id}/shares`)).body.shares).toEqual([]);
  await host.jobs.send('tessera.sharing.expire', {});
  await host.settle();
  expect(
    await host.kernel.database.query('select 1 from tessera.record_share where record_id = $1', [
      id,
    ]),
  ).toEqual([]);
});

test('a record that is deleted and restored keeps its shares', async () => {
  const { owner, mate, mateId } = world;
  const id = await world.boat('Frieda');
  await owner.post(`${boats}/${id}/shares`, { user: mateId, actions: ['read'] });
  await owner.delete(`${boats}/${id}`);
  expect((await mate.get(`${boats}/${id}`)).status).toBe(404);
  await owner.post(`${boats}/${id}/restore`);
  expect((await mate.get(`${boats}/${id}`)).status).toBe(200);
});

test('a team shares what is shared with it, for as long as one is in it', async () => {
  const { host, admin, owner } = world;
  const team = (await admin.post('/api/tessera/teams', { name: 'Dock' })).body.id;
  const docker = await host.user({ name: 'Docker', roles: ['sales-rep'], team });
  const id = await world.boat('Gerda');
  await owner.post(`${boats}/${id}/shares`, { team, actions: ['read'] });
  expect((await host.as(docker).get(`${boats}/${id}`)).status).toBe(200);
  await admin.patch(`/api/tessera/users/${docker}`, { team: null });
  expect((await host.as(docker).get(`${boats}/${id}`)).status).toBe(404);
});

test('records without owner or parent are not shared', async () => {
  const { admin, mateId } = world;
  const kind = (await admin.post('/api/harbour/kinds', { name: 'Tug' })).body.id;
  const answer = await admin.post(`/api/harbour/kinds/${kind}/shares`, {
    user: mateId,
    actions: ['read'],
  });
  expect(answer.body.code).toBe('HOST_SHARE_NOT_SHAREABLE');
});

test('a sharing default holds on the next request, and never without a grant', async () => {
  const { host, admin, owner, mate, reader } = world;
  const id = await world.boat('Hanna');
  const put = (level: string, entity = 'harbour.boat') =>
    admin.put(`/api/sharing/defaults/${entity}`, { level });
  expect((await put('read')).body).toEqual({ entity: 'harbour.boat', level: 'read' });
  expect((await mate.get(`${boats}/${id}`)).status).toBe(200);
  expect((await mate.patch(`${boats}/${id}`, { colour: 'red' })).status).toBe(403);
  await put('write');
  expect((await mate.patch(`${boats}/${id}`, { colour: 'red' })).status).toBe(200);
  expect((await reader.patch(`${boats}/${id}`, { colour: 'red' })).status).toBe(403);
  expect((await owner.get(`${boats}/${id}/shares`)).body.sharing).toBe('write');
  expect((await admin.get('/api/sharing/defaults')).body.defaults).toContainEqual({
    entity: 'harbour.boat',
    level: 'write',
  });
  await put('private');
  expect((await mate.get(`${boats}/${id}`)).status).toBe(404);

  expect((await put('read', 'harbour.kind')).body.code).toBe('HOST_SHARE_NOT_SHAREABLE');
  expect((await put('read', 'harbour.nothing')).status).toBe(400);
  expect((await put('all')).status).toBe(422);
  expect((await owner.put('/api/sharing/defaults/harbour.boat', { level: 'read' })).status).toBe(
    403,
  );
  expect((await host.as('anonymous').get('/api/sharing/defaults')).status).toBe(401);
});
