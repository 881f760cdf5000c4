import type { Kernel } from '@tessera/core';
import { cleanFiles } from '../files/file-cleanup.ts';
import type { ImportParts } from './import-parts.ts';

const FORGET = 'tessera.import.forget';
const EVERY_NIGHT = '43 2 * * *';
/** Days for which an uploaded file waits for its import. */
const FILE_DAYS = 7;
/** Days for which an import can be taken back. */
const ROW_DAYS = 90;
/** Rows of one statement: it holds nobody up. */
const ROWS = 5000;

/** Forgets, every night, uploaded files that nobody imported and what long ended imports did row by row. */
export async function cleanImports({ database, assembly }: Kernel): Promise<void> {
  const before = (days: number): Date =>
    new Date(assembly.clock.now().getTime() - days * 24 * 60 * 60 * 1000);
  await database.query(
    `delete from tessera.import_file f where f.created_at < $1
       and not exists (select 1 from tessera.import i where i.file = f.id)`,
    [before(FILE_DAYS)],
  );
  for (;;) {
    const gone = await database.query(
      `delete from tessera.import_row where ctid = any(array(
         select r.ctid from tessera.import_row r join tessera.import i on i.id = r.import
         where i.ended_at < $1 and i.status not in ('queued', 'running', 'undoing') limit ${ROWS}))
       returning 1`,
      [before(ROW_DAYS)],
    );
    if (gone.length < ROWS) return;
  }
}

/** Has it done every night, and the bytes that nothing names any more deleted. The jobs must be started. */
export async function scheduleCleaning({ kernel, jobs, store, log }: ImportParts): Promise<void> {
  jobs.define(FORGET, async () => {
    const files = await cleanFiles(kernel.database, store, new Date());
    if (files > 0) log.info('files that nothing names any more were deleted', { files });
    await cleanImports(kernel);
  });
  await jobs.schedule(FORGET, EVERY_NIGHT, 'UTC');
}
