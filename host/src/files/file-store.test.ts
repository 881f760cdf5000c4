import { mkdtemp, readdir, rename, rm, utimes, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileStore, type FileStore } from './file-store.ts';

const LONG_AGO = new Date('2020-01-01');
const SINCE = new Date('2021-01-01');
const nothing = async (): Promise<ReadonlySet<string>> => new Set();

let folder: string;
let store: FileStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  store = createFileStore(folder);
});
afterEach(() => rm(folder, { recursive: true }));

async function put(content: string): Promise<string> {
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(content);
  };
  return (await store.put(bytes(), 1000)).sha256;
}

const placeOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256);
const age = (path: string): Promise<void> => utimes(path, LONG_AGO, LONG_AGO);

async function putLongAgo(content: string): Promise<string> {
  const sha256 = await put(content);
  await age(placeOf(sha256));
  return sha256;
}

async function read(sha256: string): Promise<string> {
  return text(await store.open(sha256));
}

test('a sweep deletes what is old and not named, and nothing else', async () => {
  const gone = await putLongAgo('gone');
  const named = await putLongAgo('named');
  const fresh = await put('fresh');
  expect(await store.sweep(SINCE, async () => new Set([named]))).toBe(1);
  await expect(read(gone)).rejects.toMatchObject({ code: 'ENOENT' });
  expect([await read(named), await read(fresh)]).toEqual(['named', 'fresh']);
  expect(await store.sweep(SINCE, async () => new Set([named]))).toBe(0);
});

test('an upload of the same bytes while they are swept is not lost', async () => {
  const sha256 = await putLongAgo('again');
  const swept = await store.sweep(SINCE, async () => {
    await put('again');
    return new Set();
  });
  expect([swept, await read(sha256)]).toEqual([0, 'again']);
  expect(await readdir(join(folder, 'outgoing'))).toEqual([]);
});

test('an upload beside a sweep is there whichever comes first', async () => {
  for (let round = 0; round < 50; round += 1) {
    const sha256 = await putLongAgo(`round ${round}`);
    await Promise.all([store.sweep(SINCE, nothing), put(`round ${round}`)]);
    expect(await read(sha256)).toBe(`round ${round}`);
  }
});

test('what a killed sweep had set aside is there again while something names it', async () => {
  const named = await putLongAgo('named');
  const gone = await putLongAgo('gone');
  await mkdir(join(folder, 'outgoing'));
  for (const sha256 of [named, gone])
    await rename(placeOf(sha256), join(folder, 'outgoing', sha256));
  expect(await store.sweep(SINCE, async () => new Set([named]))).toBe(1);
  expect(await read(named)).toBe('named');
  await expect(read(gone)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('drafts of uploads that were cut off go', async () => {
  const draft = join(folder, 'incoming', 'draft');
  await put('one');
  await rename(placeOf(await put('two')), draft);
  expect(await store.sweep(SINCE, nothing)).toBe(0);
  await age(draft);
  expect(await store.sweep(SINCE, nothing)).toBe(1);
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
});
