/** Rows that are written and committed together. */
const CHUNK_ROWS = 500;

/**
 * Writes a chunk; answers false when no other is to follow.
 * @param at - How many rows came before the chunk
 * @param before - The chunk before it, where that is still being written
 */
type WriteChunk<Row> = (
  chunk: readonly Row[],
  at: number,
  before?: Promise<boolean>,
) => Promise<boolean>;

/**
 * Writes rows chunk by chunk, so many chunks at once; while they are written the next is read. Ends when a chunk answers false; answers
 * whether all were written. However it ends, no chunk is being written any more.
 */
export async function inChunks<Row>(
  rows: AsyncIterable<Row>,
  write: WriteChunk<Row>,
  atOnce = 1,
): Promise<boolean> {
  const writing: Promise<boolean>[] = [];
  let chunk: Row[] = [];
  let at = 0;
  const begin = (): void => {
    const begun = write(chunk, at, writing.at(-1));
    // It is waited for below; until then nobody shall take its fault for one that nobody looks at.
    begun.catch(() => {});
    writing.push(begun);
    at += chunk.length;
    chunk = [];
  };
  /** Waits until fewer than so many are being written. */
  const wait = async (most: number): Promise<boolean> => {
    while (writing.length >= most) {
      if (!(await writing[0])) return false;
      void writing.shift();
    }
    return true;
  };
  try {
    for await (const row of rows) {
      chunk.push(row);
      if (chunk.length < CHUNK_ROWS) continue;
      if (!(await wait(atOnce))) return false;
      begin();
    }
    if (!(await wait(atOnce))) return false;
    if (chunk.length > 0) begin();
    return await wait(1);
  } finally {
    await Promise.allSettled(writing);
  }
}
