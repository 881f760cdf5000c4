import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginManifest } from '@tessera/core';
import { expect, test } from 'vitest';
import { manifestFaults } from './manifest.ts';

const source = join(import.meta.dirname, '..');
const manifest = (id: string): PluginManifest => ({
  id,
  name: id,
  version: '1.0.0',
  engine: '*',
  requires: {},
  optional: {},
  label: { en: id },
});

test('no plugin takes an address that the host answers', () => {
  const addresses = globSync('**/*.ts', { cwd: source, exclude: ['**/*.test.ts'] }).flatMap(
    (file) =>
      [...readFileSync(join(source, file), 'utf8').matchAll(/'\/api\/([a-z-]+)/g)].map(
        ([, address = '']) => address,
      ),
  );
  expect(addresses.length).toBeGreaterThan(20);
  const free = [...new Set(addresses)].filter((id) => manifestFaults(manifest(id)).length === 0);
  expect(free).toEqual([]);
});

test.each([
  [{ id: ['loyalty'] }, /tessera\.id must be/],
  [{ id: 7 }, /tessera\.id must be/],
  [{ requires: null }, /tessera\.requires must be an object/],
  [{ optional: 'sales' }, /tessera\.optional must be an object/],
  [{ engine: {} }, /tessera\.engine must be/],
  [{ label: 'Loyalty' }, /tessera\.label must have/],
])('%j is a fault and no surprise', (odd, fault) => {
  const faults = manifestFaults({ ...manifest('loyalty'), ...odd } as PluginManifest);
  expect(faults).toEqual([expect.stringMatching(fault)]);
});

test('an id of its own has no fault', () => {
  expect(manifestFaults(manifest('loyalty'))).toEqual([]);
});
