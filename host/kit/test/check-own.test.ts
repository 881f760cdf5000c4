import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CheckReport } from '../src/check/check.ts';
import { allChecks } from '../src/check/checks.ts';

const ROOT = join(import.meta.dirname, '../../..');
const isFull = process.env['TESSERA_TEST_FULL'] === '1';
/** Those that need no browser and few hosts. */
const SAMPLE = ['packaging', 'types', 'texts', 'refusals', 'taps', 'switching', 'purge'];
const NAMES = isFull ? allChecks.map(({ name }) => name) : SAMPLE;
const PLUGINS = isFull
  ? ['plugins/customer', 'plugins/sales', 'examples/loyalty', 'examples/elements']
  : ['plugins/customer'];

/** As an author does, by the command line: what Vitest puts before Node's loader would be in the way. */
function check(folder: string): Promise<CheckReport> {
  const program = [
    '--conditions=@tessera/source',
    join(ROOT, 'host/bin/tessera.js'),
    'check',
    join(ROOT, folder),
    '--json',
    ...NAMES.flatMap((name) => ['--only', name]),
  ];
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 50_000_000 };
    execFile(process.execPath, program, options, (_error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as CheckReport);
      } catch {
        reject(new Error(`${stdout}\n${stderr}`));
      }
    });
  });
}

test.each(PLUGINS)(
  '%s keeps what a plugin promises',
  async (folder) => {
    const { results } = await check(folder);
    expect(results.filter(({ findings }) => findings.length > 0)).toEqual([]);
    expect(results.map(({ name }) => name).toSorted()).toEqual(NAMES.toSorted());
  },
  600_000,
);
