import { afterEach, expect, test } from 'vitest';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { makeEmptyDatabase } from '../../test/setup/database.ts';

const SETUP = {
  workspace: '示例公司',
  currency: 'CNY',
  timeZone: 'Asia/Shanghai',
  locale: 'zh-CN',
  name: 'Li Na',
  email: 'Li.Na@Example.com',
  password: 'correct horse battery',
};

let host: TestHost;
afterEach(() => host.close());

test('the first-run page makes the administrator, sets the workspace and signs in', async () => {
  host = await createTestHost({ database: await makeEmptyDatabase() });
  const nobody = host.as('anonymous');
  expect((await nobody.get('/api/setup')).body).toEqual({ needed: true, signedIn: false });

  const done = await nobody.post('/api/setup', SETUP);
  expect(done.status).toBe(201);
  expect(done.body.user.name).toBe('Li Na');
  const cookie = done.headers.get('set-cookie')?.split(';')[0] ?? '';
  const mine = { headers: { cookie } };
  expect((await nobody.get('/api/auth/me', mine)).body).toEqual({
    user: {
      id: done.body.user.id,
      name: 'Li Na',
      email: 'li.na@example.com',
      locale: 'zh-CN',
      timeZone: null,
    },
  });
  expect((await nobody.get('/api/settings', mine)).body).toEqual({
    name: '示例公司',
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
    locale: 'zh-CN',
    mail: null,
  });
  const roles = await nobody.get('/api/tessera/roles?key=administrator', mine);
  expect(roles.body.map((role: { name: string }) => role.name)).toEqual(['管理员']);
  expect((await nobody.get('/api/setup')).body).toEqual({ needed: false, signedIn: false });

  const again = await nobody.post('/api/setup', { ...SETUP, email: 'other@example.com' });
  expect([again.status, again.body.code]).toEqual([409, 'HOST_SETUP_DONE']);
});

test('of two who set up at once, one becomes the administrator', async () => {
  host = await createTestHost({ database: await makeEmptyDatabase() });
  const nobody = host.as('anonymous');
  const answers = await Promise.all(
    ['one', 'two', 'three'].map((name) =>
      nobody.post('/api/setup', { ...SETUP, name, email: `${name}@example.com` }),
    ),
  );
  expect(answers.map((answer) => answer.status).toSorted((one, other) => one - other)).toEqual([
    201, 409, 409,
  ]);
  const [row] = await host.kernel.database.query(`select count(*) as n from tessera."user"`);
  expect(row).toEqual({ n: 1 });
});

test('a setup that is not valid says what is wrong and makes nobody', async () => {
  host = await createTestHost({ database: await makeEmptyDatabase() });
  const nobody = host.as('anonymous');
  const wrong = await nobody.post('/api/setup', {
    ...SETUP,
    currency: 'XQX',
    timeZone: 'Mars/Base',
    locale: 'tlh',
  });
  expect([
    wrong.status,
    wrong.body.errors.map((problem: { pointer: string }) => problem.pointer),
  ]).toEqual([422, ['/currency', '/timeZone', '/locale']]);
  const weak = await nobody.post('/api/setup', { ...SETUP, password: 'Password2026!' });
  expect([weak.status, weak.body.code, weak.body.errors[0].pointer]).toEqual([
    422,
    'HOST_PASSWORD_WEAK',
    '/password',
  ]);
  const more = await nobody.post('/api/setup', { ...SETUP, roles: ['*'] });
  expect([more.status, more.body.errors]).toEqual([
    422,
    [{ pointer: '/roles', detail: 'There is no “roles” here.' }],
  ]);
  const [row] = await host.kernel.database.query(`select count(*) as n from tessera."user"`);
  expect(row).toEqual({ n: 0 });
});

test('the environment makes the first administrator, and no second one', async () => {
  host = await createTestHost({
    database: await makeEmptyDatabase(),
    environment: {
      TESSERA_ADMIN_EMAIL: 'ada@example.com',
      TESSERA_ADMIN_PASSWORD: 'correct horse battery',
    },
  });
  const nobody = host.as('anonymous');
  expect((await nobody.get('/api/setup')).body).toEqual({ needed: false, signedIn: false });
  const signedIn = await nobody.post('/api/auth/login', {
    email: 'ADA@example.com ',
    password: 'correct horse battery',
  });
  expect([signedIn.status, signedIn.body.user.name]).toEqual([200, 'ada']);
});
