import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPlugin } from '../pack/build-plugin.ts';

/** Pages that are open may still ask for the UI of the versions before. */
const KEPT = 5;

/**
 * Builds a plugin for its author into a folder named by what is in it: the same sources, the same folder.
 * @returns the folder
 * @throws Error that says what is wrong with the sources
 */
export async function buildForAuthor(folder: string, builds: string): Promise<string> {
  await mkdir(builds, { recursive: true });
  const draft = join(builds, `draft-${process.pid}`);
  try {
    await buildPlugin(folder, draft, { mode: 'development' });
    const listing = await readFile(join(draft, 'tessera.json'));
    const name = createHash('sha256').update(listing).digest('hex').slice(0, 16);
    const place = join(builds, name);
    if (!existsSync(place)) await rename(draft, place);
    await dropOld(builds, place);
    return place;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function dropOld(builds: string, latest: string): Promise<void> {
  const found = await Promise.all(
    (await readdir(builds)).map(async (name) => {
      const place = join(builds, name);
      return { place, at: (await stat(place)).mtimeMs };
    }),
  );
  const old = found
    .filter(({ place }) => place !== latest)
    .toSorted((one, two) => two.at - one.at)
    .slice(KEPT - 1);
  await Promise.all(old.map(({ place }) => rm(place, { recursive: true, force: true })));
}
