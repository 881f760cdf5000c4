/** Rows that are written and committed together. */
const CHUNK_ROWS = 500;

/**
 * Writes rows chunk by chunk, one after the other; while one is written the next is read. Ends when a chunk answers false; answers whether all
 * were written. However it ends, no chunk is being written any more.
 * @param write - `at` is how many rows came before the chunk
 */
export async function inChunks<Row>(
  rows: AsyncIterable<Row>,
  write: (chunk: readonly Row[], at: number) => Promise<boolean>,
): Promise<boolean> {
  let writing = Promise.resolve(true);
  let chunk: Row[] = [];
  let at = 0;
  const begin = (): void => {
    writing = write(chunk, at);
    // It is waited for below; until then nobody shall take its fault for one that nobody looks at.
    writing.catch(() => {});
    at += chunk.length;
    chunk = [];
  };
  try {
    for await (const row of rows) {
      chunk.push(row);
      if (chunk.length < CHUNK_ROWS) continue;
      if (!(await writing)) return false;
      begin();
    }
  } finally {
    await writing.catch(() => {});
  }
  if (chunk.length === 0 || !(await writing)) return writing;
  begin();
  return writing;
}
