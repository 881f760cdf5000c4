import { expect, it } from 'vitest';
import { inChunks } from './row-chunks.ts';

async function* numbers(count: number, read: number[] = []): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) {
    read.push(number);
    yield number;
  }
}

it('writes every row once, in order, each chunk behind the one before', async () => {
  const begun: [at: number, rows: number][] = [];
  const written: number[] = [];
  let isBusy = false;
  const isWhole = await inChunks(numbers(1203), async (rows, at) => {
    expect(isBusy).toBe(false);
    isBusy = true;
    begun.push([at, rows.length]);
    await new Promise((resolve) => setImmediate(resolve));
    written.push(...rows);
    isBusy = false;
    return true;
  });
  expect(isWhole).toBe(true);
  expect(begun).toEqual([
    [0, 500],
    [500, 500],
    [1000, 203],
  ]);
  expect(written).toEqual(Array.from({ length: 1203 }, (_, index) => index));
});

it('reads on while a chunk is written, but no further than the next chunk', async () => {
  const read: number[] = [];
  const isNextRead = Promise.withResolvers<boolean>();
  async function* telling(): AsyncGenerator<number> {
    for await (const number of numbers(2000, read)) {
      if (number === 999) isNextRead.resolve(true);
      yield number;
    }
  }
  const readAtBegin: number[] = [];
  const isWhole = await inChunks(telling(), () => {
    readAtBegin.push(read.length);
    return isNextRead.promise;
  });
  expect(isWhole).toBe(true);
  expect(readAtBegin.slice(0, 2)).toEqual([500, 1000]);
});

it('has so many chunks under way, and tells each of the one before it', async () => {
  const begun: PromiseWithResolvers<boolean>[] = [];
  const told: (boolean | undefined)[] = [];
  const work = inChunks(
    numbers(1203),
    async (_rows, _at, before) => {
      const own = Promise.withResolvers<boolean>();
      begun.push(own);
      if (begun.length === 2) begun[0]?.resolve(true);
      if (begun.length === 3) begun[1]?.resolve(true);
      told.push(await before);
      if (begun.length === 3) begun[2]?.resolve(true);
      return own.promise;
    },
    2,
  );
  expect(await work).toBe(true);
  expect(told).toEqual([undefined, true, true]);
});

it('ends at the chunk that answers false, also when it is the last', async () => {
  for (const count of [2000, 700, 500]) {
    const read: number[] = [];
    expect(await inChunks(numbers(count, read), async () => false)).toBe(false);
    expect(read.length).toBeLessThanOrEqual(1000);
  }
  expect(await inChunks(numbers(0), async () => false)).toBe(true);
});

it('throws what a chunk or the reading throws, when nothing is being written any more', async () => {
  const full = new Error('the disk is full');
  await expect(inChunks(numbers(1200), () => Promise.reject(full))).rejects.toBe(full);
  const broken = new Error('the file is broken');
  let ended = false;
  async function* breaking(): AsyncGenerator<number> {
    yield* numbers(501);
    throw broken;
  }
  const work = inChunks(breaking(), async () => {
    await new Promise((resolve) => setImmediate(resolve));
    ended = true;
    return true;
  });
  await expect(work).rejects.toBe(broken);
  expect(ended).toBe(true);
});
