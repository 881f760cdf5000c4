import type { Database } from '@tessera/core';
import type { FileStore } from './file-store.ts';

/** Hours for which bytes lie there without a name: far longer than any upload, or work on one, takes. */
const GRACE_HOURS = 24;

/** Everything that names bytes. A table that comes to name some has to be added here, or they go. */
const NAMES = `select sha256 from tessera.file where sha256 = any($1)
  union select sha256 from tessera.import_file where sha256 = any($1)
  union select source from tessera.import_file where source = any($1)`;

/**
 * Deletes bytes that nothing names any more; answers how many files that were. `now` is the time of the disk, by which bytes are old or
 * new. To be done before rows that name bytes are deleted: whoever works with such a row has until the next time.
 */
export function cleanFiles(database: Database, store: FileStore, now: Date): Promise<number> {
  return store.sweep(new Date(now.getTime() - GRACE_HOURS * 60 * 60 * 1000), async (hashes) => {
    const rows = await database.query<{ sha256: string }>(NAMES, [hashes]);
    return new Set(rows.map(({ sha256 }) => sha256));
  });
}
