import { createGunzip } from 'node:zlib';
import type * as Tar from 'tar';
import type { Header, Pax } from 'tar';
import { errors } from './errors.ts';
import { nameFault } from './unpack-name.ts';

/** Bounds of a package; what is larger is refused while it is read. */
const ARCHIVE_LIMITS = {
  packedBytes: 20 * 1024 ** 2,
  unpackedBytes: 60 * 1024 ** 2,
  fileBytes: 20 * 1024 ** 2,
  entries: 2000,
  /** Unpacked over packed, from 1 MB on: code packs to a tenth, zeros to a thousandth. */
  ratio: 100,
} as const;

type TarFormat = Pick<typeof Tar, 'Header' | 'Pax'>;

const BLOCK = 512;
const RATIO_FROM = 1024 ** 2;
const ROOT = 'package/';

/**
 * The files of an npm tarball by their path below `package/`. Everything that is not a plain file or folder with a plain name refuses
 * the whole archive. Nothing is written.
 * @throws TesseraError `HOST_PACKAGE_REFUSED`
 */
export async function readArchive(bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  if (bytes.length > ARCHIVE_LIMITS.packedBytes)
    throw refused(`it is larger than ${megabytes(ARCHIVE_LIMITS.packedBytes)}.`);
  return readTar(await gunzip(bytes), await import('tar')); // megabytes that few need
}

async function gunzip(bytes: Uint8Array): Promise<Buffer> {
  const most = Math.min(
    ARCHIVE_LIMITS.unpackedBytes,
    Math.max(RATIO_FROM, bytes.length * ARCHIVE_LIMITS.ratio),
  );
  const stream = createGunzip();
  const chunks: Buffer[] = [];
  let size = 0;
  stream.end(bytes);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most)
        throw refused(
          `it unpacks to more than ${megabytes(most)}, which is more than a plugin of ${bytes.length} packed bytes may.`,
        );
      chunks.push(chunk);
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('HOST_')) throw error;
    throw refused('it is no whole gzip file: it was cut off or changed on its way.');
  } finally {
    stream.destroy();
  }
  if (stream.bytesWritten !== bytes.length)
    throw refused('something that is no gzip follows after its end.');
  return Buffer.concat(chunks);
}

/** Walked by hand over the headers: whatever a second reader could take for another file is refused here. */
function readTar(tar: Buffer, format: TarFormat): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  const seen = new Map<string, 'file' | 'folder'>();
  let extended: Pax | undefined;
  let entries = 0;
  let offset = 0;
  for (;;) {
    if (offset + BLOCK > tar.length) throw refused('it has no end: it was cut off.');
    const header = readHeader(tar, offset, extended, format);
    if (header.nullBlock) break;
    entries += 1;
    if (entries > ARCHIVE_LIMITS.entries)
      throw refused(`it has more than ${ARCHIVE_LIMITS.entries} entries.`);
    const body = bodyOf(tar, offset + BLOCK, header);
    offset += BLOCK + Math.ceil(body.length / BLOCK) * BLOCK;
    if (header.type === 'ExtendedHeader') {
      if (extended) throw refused('two extended headers stand before one file.');
      extended = format.Pax.parse(body.toString('utf8'));
      continue;
    }
    extended = undefined;
    addEntry(header, body, files, seen);
  }
  if (extended) throw refused('an extended header stands before no file.');
  if (tar.subarray(offset).some((byte) => byte !== 0))
    throw refused('something follows after the end of the archive.');
  return files;
}

function readHeader(
  tar: Buffer,
  offset: number,
  extended: Pax | undefined,
  format: TarFormat,
): Header {
  let header;
  try {
    header = new format.Header(tar, offset, extended);
  } catch {
    throw refused('a header of it cannot be read.');
  }
  if (!header.nullBlock && !header.cksumValid)
    throw refused('the checksum of a header is wrong: it is no tar file, or was changed.');
  return header;
}

function bodyOf(tar: Buffer, start: number, { size = 0, path = '' }: Header): Buffer {
  if (!Number.isSafeInteger(size) || size < 0) throw refused(`the size of ${show(path)} is wrong.`);
  if (size > ARCHIVE_LIMITS.fileBytes)
    throw refused(`${show(path)} is larger than ${megabytes(ARCHIVE_LIMITS.fileBytes)}.`);
  if (start + size > tar.length) throw refused(`${show(path)} is cut off.`);
  return tar.subarray(start, start + size);
}

function addEntry(
  { type, path = '', linkpath }: Header,
  body: Buffer,
  files: Map<string, Buffer>,
  seen: Map<string, 'file' | 'folder'>,
): void {
  const isFolder = type === 'Directory';
  if (!isFolder && type !== 'File' && type !== 'OldFile')
    throw refused(
      `${show(path)} is a ${KINDS[type] ?? type}; a package holds plain files and folders only.`,
    );
  if (linkpath) throw refused(`${show(path)} is a link; a package holds plain files only.`);
  const bare = isFolder ? path.replace(/\/$/, '') : path;
  if (isFolder && (bare === 'package' || bare === '.')) return;
  const name = bare.startsWith(ROOT) ? bare.slice(ROOT.length) : undefined;
  const fault = nameFault(bare) ?? (name ? undefined : 'lies outside of package/');
  if (fault !== undefined || name === undefined) throw refused(`${show(path)} ${fault}.`);
  claim(name, isFolder ? 'folder' : 'file', seen);
  if (!isFolder) files.set(name, body);
}

const KINDS: Readonly<Record<string, string>> = {
  Link: 'hard link',
  SymbolicLink: 'symbolic link',
  CharacterDevice: 'device',
  BlockDevice: 'device',
  FIFO: 'pipe',
  GlobalExtendedHeader: 'global header, as git archive makes it',
  NextFileHasLongPath: 'GNU long name; pack it with tessera pack or npm pack',
};

/** Names that some file system takes for one are one: by case and by Unicode form. */
function claim(name: string, kind: 'file' | 'folder', seen: Map<string, 'file' | 'folder'>): void {
  const parts = name.split('/').map((part) => part.normalize('NFKC').toLowerCase());
  for (let length = 1; length < parts.length; length++) {
    const folder = parts.slice(0, length).join('/');
    if (seen.get(folder) === 'file') throw refused(`${show(name)} lies below a file.`);
    seen.set(folder, 'folder');
  }
  const key = parts.join('/');
  const other = seen.get(key);
  if (other && !(other === 'folder' && kind === 'folder'))
    throw refused(`${show(name)} is there twice, as some file systems read names.`);
  seen.set(key, kind);
}

function refused(reason: string): Error {
  return errors.packageRefused({ reason });
}

/** As it may stand in a message: short, and without what a terminal would obey. */
function show(name: string): string {
  return `“${name.slice(0, 80).replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '�')}”`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
