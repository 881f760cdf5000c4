import { afterEach, expect, test } from 'vitest';
import {
  MANY_STARTS,
  makeWorkspace,
  until,
  type HostProcess,
  type Workspace,
} from './host-process.ts';
import { DESK, thingPackage } from './host-toys.ts';

/** Dies when it is imported, in a way that nothing can refuse. */
const DEADLY = `const { execFileSync } = process.getBuiltinModule('node:child_process');
  execFileSync('kill', ['-9', String(process.pid)]);
  export const deadly = {};`;
/** Ends the process by the ways that a host refuses to plugins. */
const QUITTING = `export const quitting = { resources: [
  { name: 'connection', async start() { process.exit(7); }, async stop() {} },
] };`;

let workspace: Workspace;
afterEach(() => workspace?.close());

const statesOf = async (host: HostProcess): Promise<Record<string, string>> => {
  const { body } = await host.get('/api/plugins');
  return Object.fromEntries(body.map((one: { id: string; state: string }) => [one.id, one.state]));
};

// Six boots each: the package that does the same is tried in every run.
test.runIf(process.env['TESSERA_TEST_FULL'] === '1')(
  'a plugin of the application that ends the process at import is left out after three boots, and at once in safe mode',
  MANY_STARTS,
  async () => {
    workspace = await makeWorkspace({ desk: DESK });
    const first = await workspace.open('one');
    expect(await statesOf(first)).toEqual({ desk: 'active' });
    await first.stop();

    await workspace.write({ deadly: DEADLY, desk: DESK });
    expect(await workspace.start('one').ended).toMatchObject({ signal: 'SIGKILL' });
    const safe = await workspace.open('one', { TESSERA_SAFE_MODE: '1' });
    expect(await statesOf(safe)).toMatchObject({ desk: 'disabled', deadly: 'disabled' });
    await safe.stop();
    for (let crash = 2; crash <= 3; crash++)
      expect(await workspace.start('one').ended).toMatchObject({ signal: 'SIGKILL' });
    const fourth = await workspace.open('one');
    expect(await statesOf(fourth)).toEqual({ deadly: 'quarantined', desk: 'active' });
    expect(await fourth.plugin('deadly')).toMatchObject({ crashes: 3 });
    expect(await fourth.get('/api/desk/hello')).toMatchObject({ body: { hello: 'world' } });
    await fourth.stop();

    // Mended and released, it comes back.
    await workspace.write({ deadly: 'export const deadly = {};', desk: DESK });
    const mended = await workspace.open('one');
    expect(await statesOf(mended)).toEqual({ deadly: 'quarantined', desk: 'active' });
    await mended.post('/api/plugins/deadly/release');
    await mended.stop();
    const last = await workspace.open('one');
    expect(await last.post('/api/plugins/deadly/enable')).toMatchObject({
      body: { state: 'active' },
    });
  },
);

test(
  'a package that ends the process at its start is left out after three boots; release lets it try again',
  MANY_STARTS,
  async () => {
    workspace = await makeWorkspace({ desk: DESK });
    const deadly = { TOY_DEADLY: 'things' };
    const first = await workspace.open('one', deadly);
    const digest = await first.upload(thingPackage({ id: 'things', version: '1.0.0' }));
    await first.post(`/api/plugins/packages/${digest}/install`, { consent: true });
    await expect(first.post('/api/plugins/things/enable')).rejects.toThrow('fetch failed');
    expect(await first.program.ended).toMatchObject({ signal: 'SIGKILL' });

    // It was never on: the next boot does not try it.
    const second = await workspace.open('one', deadly);
    expect(await second.plugin('things')).toMatchObject({ wanted: 'disabled', state: 'disabled' });
    await second.stop();

    const harmless = await workspace.open('one');
    await harmless.post('/api/plugins/things/enable');
    expect(await statesOf(harmless)).toEqual({ desk: 'active', things: 'active' });
    await harmless.stop();
    for (let crash = 1; crash <= 3; crash++)
      expect(await workspace.start('one', deadly).ended).toMatchObject({ signal: 'SIGKILL' });
    const fourth = await workspace.open('one', deadly);
    expect(await statesOf(fourth)).toEqual({ desk: 'active', things: 'quarantined' });
    expect(await fourth.plugin('things')).toMatchObject({
      wanted: 'enabled',
      crashes: 3,
      error: expect.stringContaining('Release it'),
    });
    expect((await fourth.get('/api/things/state')).status).toBe(404);
    expect(await fourth.post('/api/plugins/things/enable')).toMatchObject({
      status: 409,
      body: { code: 'CORE_PLUGIN_QUARANTINED' },
    });
    await fourth.stop();

    // It stays out, also when it would do no harm by now, until somebody releases it.
    const fifth = await workspace.open('one');
    expect(await statesOf(fifth)).toEqual({ desk: 'active', things: 'quarantined' });
    expect(await fifth.post('/api/plugins/things/release')).toMatchObject({
      body: { state: 'disabled', crashes: 0 },
    });
    expect(await fifth.post('/api/plugins/things/enable')).toMatchObject({
      body: { state: 'active' },
    });
    expect(await fifth.get('/api/things/things')).toMatchObject({ body: [{ name: 'The first' }] });
  },
);

test(
  'a plugin that calls process.exit when it starts is refused, and fails alone',
  MANY_STARTS,
  async () => {
    workspace = await makeWorkspace({ desk: DESK, quitting: QUITTING });
    const host = await workspace.open('one');
    await until(() => statesOf(host), { desk: 'active', quitting: 'failed' });
    expect(await host.plugin('quitting')).toMatchObject({ error: expect.stringMatching(/exit/) });
  },
);
