import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

const PROGRAM = join(import.meta.dirname, '../bench/main.ts');
const TINY = ['--scale', '0.004', '--rounds', '1', '--seconds', '0.1', '--connections', '2'];
const REQUESTS = [
  'get',
  'list 50 + reference',
  'lists, each its own',
  'keyset page',
  'deep page',
  'search',
  'aggregate by stage',
  'update',
  'create',
  '1,000 in one request',
];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-bench-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** It starts two hosts and a bare server one after the other. */
const PATIENCE = { timeout: 300_000 };

test(
  'the bench compares every request, and a ratio below its floor and too much memory fail it by name',
  PATIENCE,
  async () => {
    const floors = join(folder, 'floors.json');
    await writeFile(floors, JSON.stringify({ ratios: { get: 99, create: 0 }, memory: 1 }));
    const { code, output } = await bench([
      '--only',
      'requests',
      '--data',
      join(folder, 'workspace'),
      '--gate',
      '--floors',
      floors,
      ...TINY,
    ]);
    expect(code, output).toBe(1);
    const rows = output.split('\n').map((line) => line.split(/ {2,}/)[0]);
    expect(REQUESTS.filter((name) => !rows.includes(name))).toEqual([]);
    expect(output.match(/^.* asked$/gm)).toEqual([
      expect.stringMatching(/^get: \d+\.\d\d of the bare server, at least 99 is asked$/),
      expect.stringMatching(/^memory: \d+ MB, at most 1 MB are asked$/),
    ]);
  },
);

async function bench(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--conditions=@tessera/source', PROGRAM, ...args]);
  onTestFinished(() => void child.kill());
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
