import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { filesBelow } from './inputs.ts';

const SMALLEST = 1024;
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Puts a `.br` and a `.gz` beside every text file that is worth it. */
export async function compressTree(folder: string): Promise<void> {
  const files = await filesBelow(folder, /\.(js|css|svg|json)$/);
  await Promise.all(
    files.map(async (file) => {
      const content = await readFile(file);
      if (content.length < SMALLEST) return;
      await writeFile(
        `${file}.br`,
        await brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
      );
      await writeFile(`${file}.gz`, await zip(content, { level: 9 }));
    }),
  );
}
