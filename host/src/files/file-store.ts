import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { errors } from './errors.ts';

/** What was stored. */
export interface StoredBytes {
  /** Lower case, hexadecimal: the name of the bytes. */
  readonly sha256: string;
  readonly size: number;
  /** The first bytes, enough to tell what they are. */
  readonly head: Uint8Array;
}

/** Keeps bytes by their hash. The same bytes are kept once. */
export interface FileStore {
  /** @throws TesseraError `HOST_FILE_TOO_LARGE` as soon as there are more than `limit` bytes, `HOST_FILE_EMPTY`. */
  put(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<StoredBytes>;
  /** @throws an error with the code `ENOENT` when there are no such bytes. */
  open(sha256: string): Promise<ReadableStream<Uint8Array>>;
}

const HEAD_BYTES = 4096;

/**
 * A store in a folder. Bytes are written beside, flushed to the disk and renamed, so that what has a name is whole, also after
 * a kill.
 */
export function createFileStore(folder: string): FileStore {
  const place = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256);
  return {
    async put(bytes, limit) {
      const draft = join(folder, 'incoming', randomUUID());
      await mkdir(join(folder, 'incoming'), { recursive: true });
      try {
        const stored = await writeDraft(draft, bytes, limit);
        await mkdir(join(folder, stored.sha256.slice(0, 2)), { recursive: true });
        await rename(draft, place(stored.sha256));
        return stored;
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    async open(sha256) {
      if (!/^[0-9a-f]{64}$/.test(sha256))
        throw new Error('This is not the name of a file in the store.');
      const stream = createReadStream(place(sha256));
      await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject));
      return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
    },
  };
}

async function writeDraft(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<StoredBytes> {
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let headSize = 0;
  let size = 0;
  await using draft = await open(path, 'wx', 0o600);
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > limit) throw errors.fileTooLarge({ megabytes: Math.floor(limit / 1024 / 1024) });
    if (headSize < HEAD_BYTES) {
      // A copy: the sender may use the chunk's memory again.
      head.push(Uint8Array.from(chunk.subarray(0, HEAD_BYTES - headSize)));
      headSize += chunk.byteLength;
    }
    hash.update(chunk);
    await draft.writeFile(chunk);
  }
  if (size === 0) throw errors.fileEmpty();
  await draft.sync();
  return { sha256: hash.digest('hex'), size, head: Buffer.concat(head) };
}
