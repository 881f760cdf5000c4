import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { currentExecution, exportPerson, type AnyRecord, type LocalizedText } from '@tessera/core';
import type { FileStore } from '../files/file-store.ts';
import { filesOfPerson } from './person-files.ts';
import { exportPage } from './privacy-export-page.ts';
import { runAs } from './privacy-lease.ts';
import type { PrivacyParts } from './privacy-parts.ts';
import type { PrivacyRequest } from './privacy-requests.ts';

/** What is told of a person in the records of one entity. */
export interface ExportedSection {
  readonly entity: string;
  readonly plugin: string;
  readonly kind: 'part' | 'mention';
  readonly label: LocalizedText;
  readonly fields: readonly { readonly name: string; readonly label: LocalizedText }[];
  readonly records: readonly AnyRecord[];
}

const PART = '.part-';

/** Where the export of a request lies; the folder is the host's. */
export function exportFile(folder: string, request: string): string {
  return join(folder, `${request}.tar.gz`);
}

/**
 * Writes everything about a person into one `.tar.gz`: `person.json` for machines, `person.html` for people, and the files that hang on the
 * records. It appears under its name when it is whole. Answers its bytes.
 */
export async function writeExport(parts: PrivacyParts, request: PrivacyRequest): Promise<number> {
  const { exports: folder, store } = parts;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const part = await mkdtemp(join(folder, PART));
  try {
    const content = join(part, 'content');
    await mkdir(join(content, 'files'), { recursive: true });
    const { sections, files } = await runAs(parts, request, () => gather(request));
    const about = { request: request.id, at: request.at, title: request.title };
    await writeFile(
      join(content, 'person.json'),
      `${JSON.stringify({ ...about, sections }, null, 2)}\n`,
    );
    await writeFile(join(content, 'person.html'), exportPage(request.title ?? '', sections));
    for (const { id, sha256, name } of files)
      await copyFile(store, sha256, join(content, 'files', `${id}-${fileName(name)}`));
    const packed = join(part, 'export.tar.gz');
    const { create } = await import('tar'); // megabytes that few need
    await create({ gzip: true, file: packed, cwd: content }, await readdir(content));
    await rename(packed, exportFile(folder, request.id));
    return (await stat(exportFile(folder, request.id))).size;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

interface StoredFile {
  readonly id: string;
  readonly sha256: string;
  readonly name: string;
}

async function gather({ people }: PrivacyRequest): Promise<{
  readonly sections: readonly ExportedSection[];
  readonly files: readonly StoredFile[];
}> {
  const execution = currentExecution();
  const sections: ExportedSection[] = [];
  const files = new Set<string>();
  for (const person of people) {
    for (const { records, ...section } of await exportPerson(execution, person)) {
      const all: AnyRecord[] = [];
      for await (const page of records) all.push(...page);
      sections.push({ ...section, records: all });
    }
    for (const file of await filesOfPerson(execution, person)) files.add(file);
  }
  const stored = await execution.assembly.database.query<StoredFile>(
    'select id, sha256, name from tessera.file where id = any($1::uuid[]) order by id',
    [[...files]],
  );
  return { sections, files: stored };
}

/** Bytes that are gone are left out: the record that names them is told. */
async function copyFile(store: FileStore, sha256: string, target: string): Promise<void> {
  const bytes = await store.open(sha256).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes)
    await pipeline(Readable.fromWeb(bytes as never), createWriteStream(target, { mode: 0o600 }));
}

/** What stands in no path of any system. */
function fileName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').slice(-80) || 'file';
}

/** Deletes exports that were written before a moment, and what was left half-made; the clock is that of the disk. */
export async function sweepExports(folder: string, before: Date): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && found.mtime < before) await rm(path, { recursive: true, force: true });
  }
}
