import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const PACKAGES = {
  '@tessera/core': 'core',
  '@tessera/sdk': 'sdk',
  '@tessera/host': 'host',
  '@tessera/kit': 'host/kit',
  '@tessera/customer': 'plugins/customer',
  '@tessera/sales': 'plugins/sales',
  lit: 'node_modules/lit',
  typescript: 'node_modules/typescript',
};

/** A folder outside of the repository from which the packages of Tessera are found. */
export interface Workshop {
  readonly folder: string;
  /** Removes it. */
  close(): Promise<void>;
}

export async function openWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-workshop-'));
  await mkdir(join(folder, 'node_modules/@tessera'), { recursive: true });
  for (const [name, place] of Object.entries(PACKAGES))
    await symlink(join(ROOT, place), join(folder, 'node_modules', name), 'junction');
  return { folder, close: () => rm(folder, { recursive: true, force: true }) };
}
