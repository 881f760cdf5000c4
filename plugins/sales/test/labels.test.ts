import type { TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSalesHost } from './sales-host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await createSalesHost();
});
afterAll(() => host?.close());

/** Paths of all texts in a value that lack a language. A text is an object with `en`. */
function untranslated(value: unknown, path: string, seen = new Set<unknown>()): readonly string[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if ('en' in value) {
    const isWhole = [value.en, 'zh-CN' in value ? value['zh-CN'] : ''].every(
      (text) => typeof text === 'string' && text !== '',
    );
    return isWhole ? [] : [path];
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return entries.flatMap(([name, part]) => untranslated(part, `${path}.${String(name)}`, seen));
}

test('every entity, field, option and section has its texts in English and Chinese', () => {
  const { models } = host.kernel.assembly;
  expect([...models.keys()]).toEqual(
    expect.arrayContaining([
      'tessera.user',
      'customer.account',
      'sales.opportunity',
      'sales.stage',
    ]),
  );
  expect([...models].flatMap(([id, model]) => untranslated(model, id))).toEqual([]);
});

test('every field of the plugins has a label of its own, not its name', () => {
  const unnamed = [...host.kernel.assembly.models.values()].flatMap((model) =>
    [...model.fields.values()]
      .filter(({ label, name }) => label.en === name || label['zh-CN'] === name)
      .map(({ name }) => `${model.id}.${name}`),
  );
  expect(unnamed).toEqual([]);
});

test('plugins, permissions and contributions have their texts in both languages', () => {
  const { instances } = host.kernel.assembly;
  const texts = [...instances].flatMap(([id, { installed }]) => {
    const { locales: _, ...plugin } = installed.plugin;
    return [...untranslated(installed.manifest, id), ...untranslated(plugin, id)];
  });
  expect(texts).toEqual([]);
});
