import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPlugin } from '@tessera/kit';
import type { Send } from './http-client.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PACKAGES = '/api/plugins/packages';
const FOLDERS = {
  customer: 'plugins/customer',
  sales: 'plugins/sales',
  '1.0': 'examples/loyalty',
  '1.1': 'examples/loyalty/upgrades/1.1',
  '1.2': 'examples/loyalty/upgrades/1.2',
} as const;

/** A plugin, or a version of `loyalty`. */
export type PackageName = keyof typeof FOLDERS;

/** Packs plugins as `tessera pack` does; answers the bytes of each. */
export async function packAll<Name extends PackageName>(
  names: readonly Name[],
): Promise<Readonly<Record<Name, Uint8Array>>> {
  const out = await mkdtemp(join(tmpdir(), 'tessera-packages-'));
  try {
    const packed: [string, Uint8Array][] = [];
    for (const name of names) {
      const { file } = await packPlugin(join(ROOT, FOLDERS[name]), out);
      packed.push([name, new Uint8Array(await readFile(file))]);
    }
    return Object.fromEntries(packed) as Record<Name, Uint8Array>;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** Uploads a package; answers what the host says of it, with the plan. */
export async function upload(send: Send, bytes: Uint8Array) {
  return (await send('POST', PACKAGES, bytes)).body;
}

/** Agrees to a package that was uploaded: installs the plugin, or upgrades it. */
export function install(send: Send, digest: string) {
  return send('POST', `${PACKAGES}/${digest}/install`, { consent: true });
}
