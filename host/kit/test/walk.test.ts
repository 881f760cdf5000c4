import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginWalk } from './walk-steps.ts';

const ROOT = join(import.meta.dirname, '../../..');
const ROOMS = ['core', 'sdk', 'host', 'host/kit', 'plugins/customer'];
const isFull = process.env['TESSERA_TEST_FULL'] === '1';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-walk-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// Minutes, and the npm registry: the other tests of this folder walk parts of it in the workspace.
test.runIf(isFull)(
  'a new user writes a plugin in an empty folder, with the packed packages only',
  { timeout: 1_200_000 },
  async () => {
    const walk = beginWalk();
    const { devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    await walk.run('build', ROOT, 'npm', 'run', 'build');
    const packages = join(folder, 'packages');
    await mkdir(packages);
    for (const room of ROOMS)
      await walk.run(
        `npm pack ${room}`,
        join(ROOT, room),
        'npm',
        'pack',
        '--pack-destination',
        packages,
      );
    const home = join(folder, 'home');
    await mkdir(home);
    const tarballs = ['core', 'sdk', 'host', 'kit', 'customer'].map((name) =>
      join(packages, `tessera-${name}-0.1.0.tgz`),
    );
    const tools = ['vitest', 'typescript', '@types/node'].map(
      (name) => `${name}@${devDependencies[name]}`,
    );
    await walk.run(
      'npm install',
      home,
      'npm',
      'install',
      '-D',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      ...tarballs,
      ...tools,
    );

    await walk.run('tessera create', home, 'npx', 'tessera', 'create', 'visits', '--yes');
    const plugin = join(home, 'visits');
    await walk.run('npm test', plugin, 'npm', 'test');
    await walk.run('npm run types', plugin, 'npm', 'run', 'types');
    await walk.run('tessera doctor', plugin, 'npx', 'tessera', 'doctor', '--port', '0');

    const dev = walk.start(plugin, 'npx', 'tessera', 'dev', '--port', '0');
    try {
      const said = async (text: RegExp | string) => {
        await expect.poll(() => dev.output(), { timeout: 120_000 }).toMatch(text);
      };
      await walk.step('tessera dev: ready', () => said('Watching src'));
      const item = join(plugin, 'src/entities/item.ts');
      const source = await readFile(item, 'utf8');
      await walk.step('tessera dev: swap', async () => {
        await writeFile(item, source.replace("en: 'Tasks'", "en: 'Duties'"));
        await said(/(is active[\s\S]*){2}/);
      });
    } finally {
      await dev.stop();
    }

    await walk.run('tessera check', plugin, 'npx', 'tessera', 'check');
    await walk.run('tessera pack', plugin, 'npx', 'tessera', 'pack');
    await walk.step('upload, install, enable, route', () => uploadAndUse(home, plugin));
    console.log(walk.report());

    /** A company's application: the host and `customer`, started as in production. */
    async function uploadAndUse(place: string, source: string): Promise<void> {
      const application = join(place, 'application');
      await mkdir(application);
      await writeFile(
        join(application, 'package.json'),
        JSON.stringify({
          name: 'company',
          type: 'module',
          dependencies: { '@tessera/customer': '0.1.0' },
        }),
      );
      const host = walk.start(
        application,
        'env',
        'PORT=0',
        'TESSERA_ADMIN_EMAIL=admin@example.com',
        'TESSERA_ADMIN_PASSWORD=a long enough one',
        'npx',
        'tessera',
        'start',
      );
      try {
        await expect
          .poll(() => host.output(), { timeout: 120_000 })
          .toMatch(/Tessera is ready on (\S+)/);
        const url = /Tessera is ready on (\S+)/.exec(host.output())![1]!;
        await tryPackage(url, join(source, 'tessera-plugin-visits-0.1.0.tgz'));
      } finally {
        await host.stop();
      }
    }
  },
);

async function tryPackage(url: string, file: string): Promise<void> {
  const json = { 'Content-Type': 'application/json', Origin: url };
  const login = { email: 'admin@example.com', password: 'a long enough one' };
  const session = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(login),
  });
  expect(session.ok).toBe(true);
  const Cookie = session.headers.getSetCookie()[0]!.split(';')[0]!;
  const send = async (path: string, body: BodyInit, type = 'application/json') => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { ...json, Cookie, 'Content-Type': type },
      body,
    });
    expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
    // oxlint-disable-next-line typescript/no-explicit-any -- the test says what it expects
    return (await answer.json()) as any;
  };
  const bytes = new Uint8Array(await readFile(file));
  const { digest, faults } = await send('/api/plugins/packages', bytes, 'application/gzip');
  expect(faults).toEqual([]);
  await send(`/api/plugins/packages/${digest}/install`, '{"consent":true}');
  await send('/api/plugins/visits/enable', '{}');
  const { id } = await send('/api/visits/items', '{"name":"Call"}');
  expect(await send('/api/visits/finish', JSON.stringify({ ids: [id] }))).toEqual({ finished: 1 });
}
