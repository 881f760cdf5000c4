import { applySystemTables, type Database } from '@tessera/core';
import { createFileStore, type FileStore } from './file-store.ts';
import { fileTables } from './file-tables.ts';

/** Opens the files of a workspace: their table, and their bytes in a folder. */
export async function openFiles(database: Database, folder: string): Promise<FileStore> {
  await applySystemTables(database, [fileTables]);
  return createFileStore(folder);
}
