import { definePlugin, defineRoute } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { openPluginSettings } from '../src/plugins/plugin-settings.ts';
import { createSecretBox } from '../src/settings/secret-box.ts';
import { createTestHost, type TestClient, type TestHost } from '../src/testing/index.ts';
import { installed } from '../src/testing/installed.ts';
import { base } from './toy-plugins.ts';

const started: unknown[] = [];

/** Says what it is set to, and does not start where the colour is one that it cannot bear. */
const painter = installed(
  definePlugin({
    config: {
      type: 'object',
      required: ['colour'],
      additionalProperties: false,
      properties: {
        colour: { type: 'string', default: 'blue', minLength: 3 },
        layers: { type: 'integer', default: 2, minimum: 1 },
        key: { type: 'string', secret: true, minLength: 4 },
        partner: {
          type: 'object',
          properties: { name: { type: 'string' }, token: { $ref: '#/$defs/token' } },
        },
        doors: {
          type: 'array',
          items: { type: 'object', properties: { code: { $ref: '#/$defs/token' } } },
        },
      },
      $defs: { token: { type: 'string', secret: true } },
    },
    resources: [
      {
        name: 'brush',
        async start({ config }) {
          if (config['colour'] === 'grey') throw new Error(`no paint for ${String(config['key'])}`);
          if (config['colour'] === 'beige') throw new Error('I cannot bear beige');
          started.push(config);
        },
        async stop() {},
      },
    ],
    routes: [
      defineRoute({
        method: 'GET',
        path: '/config',
        summary: { en: 'What it is set to' },
        permission: 'public',
        handler: ({ config }) => config,
      }),
    ],
  }),
  { id: 'painter' },
);

const broken = installed(
  definePlugin({
    resources: [
      {
        name: 'pump',
        start: () => Promise.reject(new Error('the pump is dry')),
        stop: async () => {},
      },
    ],
  }),
  { id: 'broken' },
);

let host: TestHost;
let admin: TestClient;
beforeAll(async () => {
  host = await createTestHost({ database: await makeDatabase(), plugins: [base, painter, broken] });
  admin = host.as('administrator');
});
afterAll(() => host?.close());

const PATH = '/api/plugins/painter/settings';
const put = (values: object) => admin.put(PATH, { values });
const config = async (): Promise<unknown> => (await admin.get('/api/painter/config')).body;

test('defaults hold until something is set', async () => {
  expect((await admin.get(PATH)).body).toMatchObject({
    schema: { required: ['colour'] },
    values: { colour: 'blue', layers: 2 },
  });
  expect(await config()).toEqual({ colour: 'blue', layers: 2 });
});

test('what is set reaches the plugin at once; secrets are stored closed and shown masked', async () => {
  const values = { colour: 'green', key: 'hush hush', partner: { name: 'P', token: 'tic' } };
  const saved = await put(values);
  expect(saved).toMatchObject({
    status: 200,
    body: {
      values: {
        colour: 'green',
        layers: 2,
        key: { $secret: true },
        partner: { name: 'P', token: { $secret: true } },
      },
    },
  });
  expect(await config()).toEqual({ ...values, layers: 2 });
  expect(started.at(-1)).toMatchObject({ key: 'hush hush' });
  const rows = await host.kernel.database.query('select value::text from tessera.plugin_setting');
  expect(JSON.stringify(rows)).toContain('green');
  expect(JSON.stringify(rows)).not.toMatch(/hush|tic"/);
  expect(JSON.stringify((await admin.get(PATH)).body)).not.toContain('hush');
});

test('an echoed mask changes nothing; a mask for nothing and one in a list are asked for again', async () => {
  const { values } = (await admin.get(PATH)).body;
  expect((await put({ ...values, colour: 'red' })).status).toBe(200);
  expect(await config()).toMatchObject({
    colour: 'red',
    key: 'hush hush',
    partner: { token: 'tic' },
  });
  const moved = await put({ colour: 'red', doors: [{ code: { $secret: true } }] });
  expect(moved).toMatchObject({
    status: 422,
    body: {
      code: 'HOST_PLUGIN_SETTINGS_INVALID',
      errors: [{ pointer: '/values/doors/0/code', detail: 'Enter this secret again.' }],
    },
  });
});

test('values that do not fit are refused one by one, and nothing is saved', async () => {
  const refused = await put({ colour: 'x', layers: 0, unknown: 1 });
  expect(refused).toMatchObject({ status: 422, body: { code: 'HOST_PLUGIN_SETTINGS_INVALID' } });
  expect(refused.body.errors.map((one: { pointer: string }) => one.pointer).toSorted()).toEqual([
    '/values/colour',
    '/values/layers',
    '/values/unknown',
  ]);
  expect(await config()).toMatchObject({ colour: 'red' });
});

test('settings that the plugin does not start with leave the old ones running and stored', async () => {
  const before = (await admin.get(PATH)).body;
  const refused = await put({ ...before.values, colour: 'beige' });
  expect(refused).toMatchObject({ status: 422, body: { code: 'HOST_PLUGIN_SETTINGS_REFUSED' } });
  expect(refused.body.detail).toContain('I cannot bear beige');
  expect(await config()).toMatchObject({ colour: 'red', key: 'hush hush' });
  expect((await admin.get(PATH)).body).toEqual(before);
});

test('a secret that a failing start tells of stands nowhere', async () => {
  const { values } = (await admin.get(PATH)).body;
  const refused = await put({ ...values, colour: 'grey' });
  expect(refused.body.detail).toContain('no paint for');
  const told = await Promise.all(
    ['', '/painter/history', '/painter/health'].map((path) => admin.get(`/api/plugins${path}`)),
  );
  expect(JSON.stringify([refused.body, told.map(({ body }) => body)])).not.toContain('hush hush');
});

test('why a plugin does not run is told to those who manage plugins', async () => {
  const rowFor = async (role: string) => {
    const { body } = await host.as(role).get('/api/plugins');
    return (body as { id: string }[]).find(({ id }) => id === 'broken');
  };
  expect(await rowFor('administrator')).toMatchObject({ state: 'failed', step: 'start pump' });
  expect(JSON.stringify(await rowFor('administrator'))).toContain('the pump is dry');
  expect(await rowFor('sales-rep')).toMatchObject({ state: 'failed' });
  expect(JSON.stringify(await rowFor('sales-rep'))).not.toMatch(/pump/);
});

test('while the plugin is off its settings are only stored, and hold when it comes back', async () => {
  await admin.post('/api/plugins/painter/disable');
  const count = started.length;
  const { values } = (await admin.get(PATH)).body;
  expect((await put({ ...values, colour: 'violet' })).status).toBe(200);
  expect(started).toHaveLength(count);
  await admin.post('/api/plugins/painter/enable');
  expect(await config()).toMatchObject({ colour: 'violet', key: 'hush hush' });
});

test('stored settings that no longer fit fail the plugin with each fault named, and can be mended', async () => {
  await admin.post('/api/plugins/painter/disable');
  await host.kernel.database.query(
    `update tessera.plugin_setting set value = value || '{"layers": "many"}' where plugin = 'painter'`,
  );
  const failed = await admin.post('/api/plugins/painter/enable');
  expect(failed.status).toBe(500);
  expect(failed.body.detail).toContain('/layers');
  const { values } = (await admin.get(PATH)).body;
  expect((await put({ ...values, layers: 3 })).status).toBe(200);
  await admin.post('/api/plugins/painter/release');
  expect((await admin.post('/api/plugins/painter/enable')).body.state).toBe('active');
  expect(await config()).toMatchObject({ layers: 3 });
});

test('what is being tried is not what another change goes back to', async () => {
  const { database } = host.kernel;
  const box = await createSecretBox('', 'passphrase');
  const [settings, ofOtherHost] = [
    await openPluginSettings(database, box),
    await openPluginSettings(database, box),
  ];
  const schema = { properties: { colour: { type: 'string' } } };
  const change = (colour: string, apply: () => Promise<unknown>, on = settings): Promise<void> =>
    on.change({ plugin: 'contested', schema, values: { colour }, by: null, apply });
  await change('good', async () => {});
  const first = change('bad', async () => {
    const fail = () => Promise.reject(new Error('worse than bad'));
    const second = change('worse', fail, ofOtherHost);
    await expect(second).rejects.toMatchObject({ code: 'HOST_PLUGIN_SETTINGS_CHANGED' });
    throw new Error('bad');
  });
  await expect(first).rejects.toMatchObject({ code: 'HOST_PLUGIN_SETTINGS_REFUSED' });
  expect(await settings.read('contested')).toEqual({ colour: 'good' });
  await change('better', async () => {});
  expect(await settings.read('contested')).toEqual({ colour: 'better' });
});

test('a plugin without a schema has no settings', async () => {
  expect((await admin.get('/api/plugins/base/settings')).body.code).toBe(
    'HOST_PLUGIN_SETTINGS_NONE',
  );
});
