import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LaunchOptions } from 'playwright-core';
import { inject } from 'vitest';
import type { Check, Finding } from '../src/check/check.ts';
import { openCheckWorld } from '../src/check/open-world.ts';
import { runChecks } from '../src/check/run-checks.ts';

const PACKAGE = {
  name: 'toy',
  version: '1.0.0',
  type: 'module',
  keywords: ['tessera-plugin'],
  tessera: {
    id: 'toy',
    engine: '*',
    requires: {},
    optional: {},
    label: { en: 'Toy', 'zh-CN': '玩具' },
  },
};

/** Everything that a check says about a plugin with these files; what it imports is found as in this repository. */
export async function findingsOfFolder(
  check: Check,
  files: Readonly<Record<string, string>>,
  browser?: LaunchOptions,
): Promise<readonly Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-toy-'));
  try {
    await symlink(join(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
    const all = { 'package.json': JSON.stringify(PACKAGE), ...files };
    for (const [name, text] of Object.entries(all)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const world = await openCheckWorld(folder, {
      postgres: inject('postgres'),
      ...(browser ? { browser } : {}),
    });
    try {
      const { results } = await runChecks(world, [check]);
      return results[0]?.findings ?? [];
    } finally {
      await world.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
