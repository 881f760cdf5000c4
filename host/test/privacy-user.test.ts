import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestHost } from '../src/testing/index.ts';
import { createCrmHost } from './crm-host.ts';
import { CANARY, done, erase, placesOf, REQUESTS } from './privacy-world.ts';

const EMAIL = `colleague.${CANARY}@example.com`;

let host: TestHost;
let user: string;
let account: string;
beforeAll(async () => {
  host = await createCrmHost();
  user = await host.user({ name: `Colleague ${CANARY}`, roles: ['sales-manager'], email: EMAIL });
  const own = host.as(user);
  account = (await done(own.post('/api/customer/accounts', { name: 'Harbour Works' }))).id;
});
afterAll(() => host?.close());

const order = () => ({ entity: 'tessera.user', id: user, confirm: EMAIL });

test('a user who owns live records is refused, with where to hand them over', async () => {
  const answer = await host.as('administrator').post(REQUESTS, { kind: 'erase', ...order() });
  expect([answer.status, answer.body.code]).toEqual([409, 'HOST_PERSON_OWNS']);
  expect(answer.body.detail).toContain(`/api/tessera/users/${user}/hand-over`);
  expect((await host.as(user).get('/api/customer/accounts')).status).toBe(200);
});

test('after the hand-over the user is erased, cannot sign in, and is kept in the audit alone', async () => {
  const admin = host.as('administrator');
  const heir = await host.user({ name: 'Heir', roles: ['sales-manager'] });
  await done(admin.post(`/api/tessera/users/${user}/hand-over`, { to: heir }));
  const request = await erase(host, admin, order());
  expect(request).toMatchObject({ status: 'done', fault: null });
  expect((await host.as(user).get('/api/customer/accounts')).status).toBe(401);
  const places = await placesOf(host, CANARY);
  expect(places.filter((place) => !/^tessera\.audit(_\w+)?\.actor_name$/.test(place))).toEqual([]);
  expect(request.report.kept).toContainEqual(
    expect.objectContaining({ entity: 'tessera.audit', why: 'accountability' }),
  );
  expect(await done(admin.get(`/api/customer/accounts/${account}`))).toMatchObject({ owner: heir });
});

test('the last administrator cannot be erased, and stays as it was', async () => {
  const admin = host.as('administrator');
  const [last] = await host.kernel.database.query<{ id: string; name: string }>(
    `select u.id, u.name from tessera."user" u join tessera.role r on r.id = any(u.roles_ids)
     where r.key = 'administrator' and u.deleted_at is null`,
  );
  const request = await erase(host, admin, {
    entity: 'tessera.user',
    id: String(last?.id),
    confirm: String(last?.name),
  });
  expect(request.status).toBe('failed');
  expect(request.fault).toContain('This would leave the workspace');
  expect((await admin.get('/api/customer/accounts')).status).toBe(200);
  const left = await host.kernel.database.query(
    'select 1 from tessera.suppression where request = $1',
    [request.id],
  );
  expect(left).toEqual([]);
});
