import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  MANY_STARTS,
  makeWorkspace,
  until,
  type HostProcess,
  type Workspace,
} from './host-process.ts';
import { DESK, thingPackage } from './host-toys.ts';

let workspace: Workspace;
let one: HostProcess;
let two: HostProcess;
beforeAll(async () => {
  workspace = await makeWorkspace({ desk: DESK });
  one = await workspace.open('one');
  two = await workspace.open('two');
});
afterAll(() => workspace?.close());

const STATE = '/api/things/state';
const moduleOf = async (host: HostProcess): Promise<string | undefined> => {
  const { body } = await host.get('/api/meta');
  return body.plugins.find(({ id }: { id: string }) => id === 'things')?.module;
};
const numbers = async (host: HostProcess): Promise<unknown> => {
  const { body } = await host.get('/api/assembly');
  return { number: body.number, hosts: body.hosts.map((each: any) => [each.host, each.assembly]) };
};

test(
  'what is installed, set and disabled on one host holds on the other, without a restart',
  MANY_STARTS,
  async () => {
    const first = await one.upload(thingPackage({ id: 'things', version: '1.0.0' }));
    expect(
      await one.post(`/api/plugins/packages/${first}/install`, { consent: true }),
    ).toMatchObject({ status: 200, body: { state: 'disabled' } });
    await until(() => two.get('/api/plugins/things'), { status: 200, body: { state: 'disabled' } });
    expect(await one.post('/api/plugins/things/enable')).toMatchObject({
      body: { state: 'active' },
    });

    await until(() => two.get(STATE), { status: 200, body: { version: '1.0.0' } });
    expect(await two.get('/api/things/things')).toMatchObject({ body: [{ name: 'The first' }] });
    const module = (await moduleOf(two)) ?? '';
    expect(module).toBe(`/plugins/things/${first.slice(0, 16)}/plugin.js`);
    for (const host of [one, two])
      expect((await host.get(module)).body).toBe(`export const version = 'things 1.0.0';`);
    const { number } = (await one.get('/api/assembly')).body;
    const hosts = [
      ['one', number],
      ['two', number],
    ];
    for (const host of [one, two]) await until(() => numbers(host), { number, hosts });

    const values = { greeting: 'Servus', key: 'hush hush' };
    expect((await one.put('/api/plugins/things/settings', { values })).status).toBe(200);
    await until(() => two.get(STATE), { body: values });
    expect(await two.get('/api/plugins/things/settings')).toMatchObject({
      body: { values: { greeting: 'Servus', key: { $secret: true } } },
    });

    const second = await two.upload(
      thingPackage({ id: 'things', version: '1.1.0', hasSize: true }),
    );
    await two.post(`/api/plugins/packages/${second}/install`, { consent: true });
    await until(() => one.get(STATE), { body: { version: '1.1.0', greeting: 'Servus' } });
    const made = await one.post('/api/things/things', { name: 'Large', size: 3 });
    expect(made).toMatchObject({ status: 201 });
    await until(() => moduleOf(one), expect.stringContaining(second.slice(0, 16)));
    // A page that one host answered before finds the rest of it on the other.
    expect((await two.get(module)).status).toBe(200);

    expect(await two.post('/api/plugins/things/disable')).toMatchObject({ status: 200 });
    await until(() => one.plugin('things'), { state: 'disabled' });
    expect((await one.get(STATE)).status).toBe(404);
    expect(await moduleOf(one)).toBeUndefined();
  },
);

test(
  'a host that starts late gets what it has never seen from the database; a broken package stops no boot',
  MANY_STARTS,
  async () => {
    await one.post('/api/plugins/things/enable');
    const digest = await one.upload(thingPackage({ id: 'rubble', version: '1.0.0' }));
    await one.post(`/api/plugins/packages/${digest}/install`, { consent: true });
    await one.post('/api/plugins/rubble/enable');
    // Until it has loaded it, the other host would find the broken package too.
    await until(() => two.get('/api/rubble/state'), { status: 200 });
    await workspace.pool.query(
      `update tessera.plugin_package set bytes = 'rubble' where digest = $1`,
      [digest],
    );
    const three = await workspace.open('three');
    expect(await three.get(STATE)).toMatchObject({ body: { version: '1.1.0', key: 'hush hush' } });
    expect((await three.get((await moduleOf(three)) ?? '')).status).toBe(200);
    expect(await three.get('/api/desk/hello')).toMatchObject({ body: { hello: 'world' } });
    expect(await three.plugin('rubble')).toMatchObject({
      wanted: 'enabled',
      state: 'failed',
      error: expect.stringMatching(/.{10}/),
    });
    await until(
      async () => (await one.get('/api/assembly')).body.hosts,
      [
        { host: 'one', isReady: true },
        { host: 'three', isReady: false, reason: expect.stringContaining('rubble') },
        { host: 'two', isReady: true },
      ],
    );
    // Those that have it go on with it.
    expect(await one.get('/api/rubble/state')).toMatchObject({ status: 200 });
    await three.stop();
    await one.post('/api/plugins/rubble/disable');
  },
);

test('safe mode serves the admin screens alone, and changes nothing', MANY_STARTS, async () => {
  const wanted = async (): Promise<unknown> =>
    (await workspace.pool.query('select id, wanted, state from tessera.plugin order by id')).rows;
  const before = await wanted();
  const safe = await workspace.open('safe', { TESSERA_SAFE_MODE: '1' });
  expect((await safe.get('/api/assembly')).body).toMatchObject({ safeMode: true });
  expect((await safe.get('/api/meta')).body.plugins).toMatchObject([{ id: 'tessera' }]);
  expect((await safe.get('/api/desk/hello')).status).toBe(404);
  expect((await safe.get(STATE)).status).toBe(404);
  expect(await safe.plugin('things')).toMatchObject({ wanted: 'enabled', state: 'disabled' });
  expect(await safe.plugin('desk')).toMatchObject({ wanted: 'enabled', state: 'disabled' });
  expect((await safe.get('/')).status).toBe(200);
  await safe.stop();
  expect(await wanted()).toEqual(before);
  for (const host of [one, two]) expect((await host.get(STATE)).status).toBe(200);

  // As an administrator does who cannot get in otherwise.
  const again = await workspace.open('safe', { TESSERA_SAFE_MODE: '1' });
  expect((await again.post('/api/plugins/things/disable')).status).toBe(200);
  await again.stop();
  await until(() => one.plugin('things'), { wanted: 'disabled', state: 'disabled' });
});
