import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** Folders with the code of the platform, with this kit's. */
export function platformFolders(): readonly string[] {
  const own = dirname(findPackageJSON(import.meta.url) ?? '');
  const others = ['@tessera/core', '@tessera/sdk', '@tessera/host'].flatMap(
    (name) => findPackageJSON(name, import.meta.url) ?? [],
  );
  return [own, ...others.map((file) => dirname(file))].flatMap((folder) => [
    join(folder, 'src/'),
    join(folder, 'dist/'),
  ]);
}
