import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PluginDescription } from '@tessera/core';
import { create } from 'tar';
import { buildPlugin } from './build-plugin.ts';

/** A plugin in one file. */
export interface PackedPlugin {
  /** The `.tgz`. */
  readonly file: string;
  readonly description: PluginDescription;
  readonly bytes: number;
}

/** The moment that npm gives to every file: the same sources make the same bytes. */
const MOMENT = new Date('1985-10-26T08:15:00.000Z');

/**
 * Builds a plugin and packs it into `<outFolder>/<name>-<version>.tgz`, as npm names it. The same sources give the same bytes.
 * @throws Error that says what is wrong with the sources
 */
export async function packPlugin(folder: string, outFolder: string): Promise<PackedPlugin> {
  const work = await mkdtemp(join(tmpdir(), 'tessera-pack-'));
  try {
    const { description, files } = await buildPlugin(folder, join(work, 'package'));
    await mkdir(outFolder, { recursive: true });
    const file = resolve(outFolder, fileName(description));
    await create(
      {
        cwd: work,
        file,
        gzip: { level: 9 },
        portable: true,
        noDirRecurse: true,
        mtime: MOMENT,
        // As npm does: the same for every umask.
        onWriteEntry: (entry) => {
          entry.stat!.mode = 0o644;
        },
      },
      files.map((name) => `package/${name}`),
    );
    return { file, description, bytes: (await stat(file)).size };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function fileName({ manifest }: PluginDescription): string {
  return `${manifest.name.replace(/^@/, '').replaceAll('/', '-')}-${manifest.version}.tgz`;
}
