import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePlugin } from '../src/create/write-plugin.ts';
import { examinePackages } from '../src/doctor/plugin-packages.ts';
import { examineHost } from '../src/doctor/running-host.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const COMMAND = join(import.meta.dirname, '../../src/cli.ts');
const run = promisify(execFile);
let workshop: Workshop;
let folder: string;
beforeAll(async () => {
  workshop = await openWorkshop();
  folder = join(workshop.folder, 'visits');
  const label = { en: 'Visits', 'zh-CN': '拜访' };
  await writePlugin(folder, { id: 'visits', label, customer: true });
});
afterAll(() => workshop?.close());

/** What is wrong with the packages of the plugin while its own folder has another package of this name. */
async function faultsWith(name: string, version: string) {
  const place = join(folder, 'node_modules', name);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'package.json'), JSON.stringify({ name, version }));
  try {
    return (await examinePackages(folder)).filter(({ isGood }) => !isGood);
  } finally {
    await rm(join(folder, 'node_modules'), { recursive: true });
  }
}

test('packages that fit together have no fault', async () => {
  const findings = await examinePackages(folder);
  expect(findings.filter(({ isGood }) => !isGood)).toEqual([]);
  expect(findings.map(({ text }) => text)).toContain('There is one copy of lit.');
});

test('an SDK of another version is named with all versions, and what to do', async () => {
  expect(await faultsWith('@tessera/sdk', '0.0.9')).toEqual([
    {
      isGood: false,
      text: expect.stringMatching(/do not fit together: .*@tessera\/sdk 0\.0\.9/),
      wayOut: expect.stringContaining('npm install'),
    },
  ]);
});

test('a second lit is named with both places', async () => {
  const [fault, ...others] = await faultsWith('lit', '3.0.0');
  expect(others).toEqual([]);
  expect(fault?.text).toContain(join(folder, 'node_modules/lit'));
  expect(fault?.wayOut).toMatch(/lit the version of @tessera\/sdk .*\(3\.\d+\.\d+\)/);
});

test('a plugin that is required and not installed is named', async () => {
  const place = join(workshop.folder, 'node_modules/@tessera/customer');
  await rm(place);
  try {
    const faults = (await examinePackages(folder)).filter(({ isGood }) => !isGood);
    expect(faults.map(({ text }) => text)).toEqual([
      expect.stringContaining('requires customer, which is not installed'),
    ]);
  } finally {
    await symlink(join(import.meta.dirname, '../../../plugins/customer'), place, 'junction');
  }
});

test('a port that is taken and a database that is away are faults, each with a way out', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const args = ['--conditions=@tessera/source', COMMAND, 'doctor', folder, '--port', `${port}`];
    const env = { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere' };
    const ended = run(process.execPath, args, { env });
    await expect(ended).rejects.toMatchObject({ code: 1 });
    const { stdout } = await ended.catch((error: { stdout: string }) => error);
    expect(stdout).toMatch(
      new RegExp(`✗ Port ${port} cannot be used: .*\\n  .*tessera dev --port 4100`),
    );
    expect(stdout).toMatch(/✗ DATABASE_URL does not answer: .*\n {2}Start that server/);
    expect(stdout).toContain('✓ visits 0.1.0 is a plugin.');
  } finally {
    server.close();
  }
});

test('a host that does not answer is a fault', async () => {
  const [finding] = await examineHost('http://127.0.0.1:1', 'none');
  expect(finding).toMatchObject({ isGood: false, wayOut: 'Start it, or correct --url.' });
});
