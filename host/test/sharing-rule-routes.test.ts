import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSharingHost, type SharingHost } from './sharing-host.ts';

let world: SharingHost;
beforeAll(async () => {
  world = await makeSharingHost();
});
afterAll(() => world.host.close());

const boats = '/api/harbour/boats';
const rules = '/api/sharing/rules';

async function ruleNow(id: string) {
  const { body } = await world.admin.get(rules);
  return body.rules.find((rule: { id: string }) => rule.id === id);
}

test('a rule is made, applied in the background, changed, switched off and deleted', async () => {
  const { host, admin, mate, mateId } = world;
  const red = await world.boat('Red', { colour: 'red' });
  const blue = await world.boat('Blue', { colour: 'blue' });
  const counted = await admin.post(`${rules}/count`, {
    entity: 'harbour.boat',
    filter: { colour: 'red' },
  });
  expect(counted.body).toEqual({ count: 1 });
  const made = await admin.post(rules, {
    name: 'Red boats',
    entity: 'harbour.boat',
    filter: { colour: 'red' },
    user: mateId,
    actions: ['read'],
  });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    name: 'Red boats',
    user: { id: mateId, name: 'Mate' },
    team: null,
    isActive: true,
    state: 'waiting',
    shared: 0,
  });
  const { id } = made.body;
  await host.settle();
  expect(await ruleNow(id)).toMatchObject({ state: 'applied', shared: 1 });
  expect((await mate.get(`${boats}/${red}`)).status).toBe(200);
  expect((await mate.get(`${boats}/${blue}`)).status).toBe(404);

  const { shares } = (await world.owner.get(`${boats}/${red}/shares`)).body;
  expect(shares).toMatchObject([{ user: { id: mateId }, rule: { id, name: 'Red boats' } }]);
  expect((await world.owner.delete(`${boats}/${red}/shares/${shares[0].id}`)).body).toMatchObject({
    code: 'HOST_SHARE_BY_RULE',
    detail: expect.stringContaining('Red boats'),
  });

  await admin.patch(`${rules}/${id}`, { filter: { colour: 'blue' }, name: 'Blue boats' });
  await host.settle();
  expect((await mate.get(`${boats}/${red}`)).status).toBe(404);
  expect((await mate.get(`${boats}/${blue}`)).status).toBe(200);

  await admin.patch(`${rules}/${id}`, { isActive: false });
  expect((await mate.get(`${boats}/${blue}`)).status).toBe(404);
  await world.boat('Blue too', { colour: 'blue' });
  expect(await ruleNow(id)).toMatchObject({ isActive: false, shared: 0 });
  await admin.patch(`${rules}/${id}`, { isActive: true });
  await host.settle();
  expect(await ruleNow(id)).toMatchObject({ state: 'applied', shared: 2 });
  expect((await admin.delete(`${rules}/${id}`)).status).toBe(204);
  expect((await mate.get(`${boats}/${blue}`)).status).toBe(404);
  expect((await admin.delete(`${rules}/${id}`)).body.code).toBe('HOST_SHARING_RULE_MISSING');

  const audit = await host.kernel.database.query(
    `select action from tessera.audit where entity = 'tessera.sharingRule' and record_id = $1 order by at, id`,
    [id],
  );
  expect(audit.map(({ action }) => action)).toEqual([
    'create',
    'update',
    'update',
    'update',
    'delete',
  ]);
});

test('nobody shares by a rule what he does not reach, nor learns by it what he may not read', async () => {
  const { host, admin, owner, mateId } = world;
  const role = await admin.post('/api/tessera/roles', {
    key: 'sharer',
    name: 'Sharer',
    permissions: ['tessera.sharing.manage'],
    grants: [],
  });
  expect(role.status).toBe(201);
  const small = host.as(await host.user({ name: 'Small', roles: ['sharer', 'sales-rep'] }));
  const large = host.as(await host.user({ name: 'Large', roles: ['sharer', 'sales-manager'] }));
  const body = {
    name: 'Rule',
    entity: 'harbour.boat',
    filter: { colour: 'red' },
    user: mateId,
    actions: ['read'],
  };
  expect((await owner.post(rules, body)).status).toBe(403);
  expect((await small.post(rules, body)).body.code).toBe('HOST_SHARING_REACH_TOO_SMALL');
  expect((await large.post(rules, { ...body, actions: ['update'] })).body.code).toBe(
    'HOST_SHARING_REACH_TOO_SMALL',
  );
  const hidden = { ...body, filter: { flag: 'x' } };
  const unknown = { ...body, filter: { glag: 'x' } };
  const answers = await Promise.all(
    [hidden, unknown].map((sent) =>
      small.post(`${rules}/count`, { entity: sent.entity, filter: sent.filter }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([400, 400]);
  expect(answers[0]!.body.detail.replaceAll('flag', 'glag')).toBe(answers[1]!.body.detail);
  const made = await large.post(rules, body);
  expect(made.status).toBe(201);
  await admin.delete(`${rules}/${made.body.id}`);
});

test('what cannot be a rule is told, and makes none', async () => {
  const { admin, mateId } = world;
  const body = {
    name: 'Rule',
    entity: 'harbour.boat',
    filter: { colour: 'red' },
    user: mateId,
    actions: ['read'],
  };
  const before = (await admin.get(rules)).body.rules.length;
  const post = async (changes: object) => (await admin.post(rules, { ...body, ...changes })).body;
  expect(await post({ filter: { owner: '$me' } })).toMatchObject({
    code: 'HOST_SHARING_RULE_PERSONAL',
  });
  expect(await post({ filter: { nothing: 1 } })).toMatchObject({ code: 'CORE_NAME_UNKNOWN' });
  expect(await post({ entity: 'harbour.kind' })).toMatchObject({
    code: 'HOST_SHARE_NOT_SHAREABLE',
  });
  expect(await post({ entity: 'no.such' })).toMatchObject({ code: 'CORE_NAME_UNKNOWN' });
  expect(await post({ user: undefined })).toMatchObject({ code: 'HOST_SHARE_GRANTEE_WRONG' });
  expect(await post({ name: ' ' })).toMatchObject({ code: 'HOST_INPUT_INVALID' });
  expect((await admin.get(rules)).body.rules).toHaveLength(before);
});

test('a rule sleeps while the plugin of its filter is off, and is named among what sleeps', async () => {
  const { host, admin, mateId, mate } = world;
  const id = await world.boat('Oiled', { painter_paint: 'oil' });
  const made = await admin.post(rules, {
    name: 'Oiled boats',
    entity: 'harbour.boat',
    filter: { painter_paint: 'oil' },
    user: mateId,
    actions: ['read'],
  });
  await host.settle();
  expect((await mate.get(`${boats}/${id}`)).status).toBe(200);
  const impact = await admin.get('/api/plugins/painter/impact?verb=disable');
  expect(impact.body.definitions).toMatchObject([{ kind: 'sharingRule', title: 'Oiled boats' }]);
  await host.kernel.disable('painter');
  await expect
    .poll(() => ruleNow(made.body.id))
    .toMatchObject({
      state: 'dormant',
      shared: 0,
      reason: expect.stringContaining('painter_paint'),
    });
  expect((await mate.get(`${boats}/${id}`)).status).toBe(404);
  await host.kernel.enable('painter');
  await expect.poll(() => ruleNow(made.body.id)).toMatchObject({ state: 'applied', shared: 1 });
  expect((await mate.get(`${boats}/${id}`)).status).toBe(200);
});
