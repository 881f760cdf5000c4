import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../../test/setup/database.ts';
import { walkUpgrades, type UpgradeReport } from './upgrade-walk.ts';

let seen: UpgradeReport;
beforeAll(async () => {
  seen = await walkUpgrades(await makeDatabase(), (line) => console.log(line));
});
afterAll(() => seen?.host.close());

const get = async (path: string) => (await seen.send('GET', path)).body;

test('no request fails while versions change, of the plugin or of others', () => {
  expect(seen.failed).toEqual([]);
  expect(seen.good.requests).toBeGreaterThan(0);
  expect(seen.broken.requests).toBeGreaterThan(0);
});
