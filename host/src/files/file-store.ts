import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
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
  /**
   * Deletes bytes that nothing names any more and that nobody has put there since a moment, with what uploads that were cut off left
   * behind. Answers how many files that were.
   */
  sweep(since: Date, named: FindNamed): Promise<number>;
  /** Deletes bytes at once, unless somebody has put the same there since a moment; answers whether they are gone now. */
  remove(sha256: string, since: Date): Promise<boolean>;
}

/** Says which of some bytes are named somewhere. */
export type FindNamed = (hashes: readonly string[]) => Promise<ReadonlySet<string>>;

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
    async sweep(since, named) {
      const outgoing = join(folder, 'outgoing');
      await mkdir(outgoing, { recursive: true });
      // A sweep that was killed between its two steps: what it had set aside is judged anew.
      for (const name of await namesIn(outgoing)) await moved(join(outgoing, name), place(name));
      let swept = 0;
      for (const part of await namesIn(folder)) {
        if (!/^[0-9a-f]{2}$/.test(part)) continue;
        const old = await olderThan(join(folder, part), since);
        const kept = old.length > 0 ? await named(old) : new Set();
        for (const sha256 of old) {
          if (kept.has(sha256)) continue;
          // Set aside first: an upload of the same bytes either was there before, and then they are new, or puts its own in their place.
          const aside = join(outgoing, sha256);
          if (!(await moved(place(sha256), aside))) continue;
          if ((await olderThan(outgoing, since)).includes(sha256)) {
            await rm(aside, { force: true });
            swept += 1;
          } else await moved(aside, place(sha256));
        }
      }
      const incoming = join(folder, 'incoming');
      for (const draft of await olderThan(incoming, since)) {
        await rm(join(incoming, draft), { force: true });
        swept += 1;
      }
      return swept;
    },
    async remove(sha256, since) {
      const outgoing = join(folder, 'outgoing');
      await mkdir(outgoing, { recursive: true });
      const aside = join(outgoing, sha256);
      if (!(await moved(place(sha256), aside))) return false;
      const isOld = (await stat(aside)).mtime < since;
      if (isOld) await rm(aside, { force: true });
      else await moved(aside, place(sha256));
      return isOld;
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

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** Files of a folder that were written before a moment. */
async function olderThan(folder: string, since: Date): Promise<string[]> {
  const names = await namesIn(folder);
  const times = await Promise.all(
    names.map((name) => stat(join(folder, name)).catch(() => undefined)),
  );
  return names.filter((_name, index) => {
    const found = times[index];
    return found?.isFile() === true && found.mtime < since;
  });
}

/** Whether there was something to move. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
