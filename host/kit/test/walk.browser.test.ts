import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useInCompany } from './walk-company.ts';
import { develop } from './walk-develop.ts';
import { installPackages } from './walk-packages.ts';
import { beginWalk } from './walk-steps.ts';

const isFull = process.env['TESSERA_TEST_FULL'] === '1';
const UNWANTED = /:package\/(?:src|test)\/|\/dist\/.*\.test\.|\.map$|\.tsbuildinfo$/;
let home: string;
beforeAll(async () => {
  // Of mode 0700, as is everything of one user alone.
  home = await mkdtemp(join(tmpdir(), 'tessera-walk-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

// Minutes, and the npm registry: other tests walk parts of it in the workspace.
test.runIf(isFull)(
  'a new user writes a plugin with the packed packages only, and a company uploads it and uses it',
  { timeout: 1_800_000 },
  async () => {
    const walk = beginWalk();
    try {
      const packed = await installPackages(walk, home);
      expect(packed.filter((name) => UNWANTED.test(name))).toEqual([]);
      await walk.run('tessera create', home, 'npx', 'tessera', 'create', 'visits', '--yes');
      const plugin = join(home, 'visits');
      await walk.run('npm test', plugin, 'npm', 'test');
      await walk.run('npm run types', plugin, 'npm', 'run', 'types');
      await walk.run('tessera doctor', plugin, 'npx', 'tessera', 'doctor', '--port', '0');
      expect(await develop(walk, plugin)).toEqual([]);
      await walk.run('tessera check', plugin, 'npx', 'tessera', 'check');
      await walk.run('tessera pack', plugin, 'npx', 'tessera', 'pack');
      const file = join(plugin, 'tessera-plugin-visits-0.1.0.tgz');
      const { answer, faults } = await useInCompany(walk, home, file);
      expect(answer).toEqual({ finished: 1 });
      expect(faults).toEqual([]);
    } finally {
      await walk.report();
    }
  },
);
