import chardet from 'chardet';
import iconv from 'iconv-lite';

/** What the bytes of a file look like. */
export type EncodingFinding =
  | { readonly encoding: string }
  /** It is no text; the end of a sentence says what it is instead. */
  | { readonly wrong: string };

const SAMPLE_BYTES = 256 * 1024;
const MULTI_BYTE: ReadonlySet<string> = new Set([
  'GB18030',
  'Big5',
  'EUC-KR',
  'EUC-JP',
  'Shift_JIS',
]);

/** Signatures of files that people take for a table of text. */
const OTHERS: readonly (readonly [signature: string, what: string])[] = [
  ['PK\x03\x04', 'it is an Excel workbook or a ZIP archive; save the sheet as CSV first.'],
  ['\xd0\xcf\x11\xe0', 'it is an old Excel workbook; save the sheet as CSV first.'],
  ['%PDF', 'it is a PDF.'],
  ['\x1f\x8b', 'it is compressed with gzip; unpack it first.'],
  ['\xff\xfe\x00\x00', 'it is UTF-32; save it as UTF-8 first.'],
  ['\x00\x00\xfe\xff', 'it is UTF-32; save it as UTF-8 first.'],
];

/**
 * Finds the encoding of a text: its byte order mark, else UTF-8 where every byte fits it, else what the bytes look most like.
 * Reads to the end, since one byte tells UTF-8 from all others.
 */
export async function detectEncoding(bytes: AsyncIterable<Uint8Array>): Promise<EncodingFinding> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let head = Buffer.alloc(0);
  /** Chunks with something that is not ASCII. */
  let telling = Buffer.alloc(0);
  let isUtf8 = true;
  let hasZero = false;
  for await (const chunk of bytes) {
    if (head.length < SAMPLE_BYTES) head = Buffer.concat([head, chunk]);
    hasZero ||= chunk.includes(0);
    if (telling.length < SAMPLE_BYTES && chunk.some((byte) => byte > 127)) {
      telling = Buffer.concat([telling, chunk]);
    }
    if (isUtf8) isUtf8 = fits(() => utf8.decode(chunk, { stream: true }));
  }
  isUtf8 &&= fits(() => utf8.decode());
  const start = head.subarray(0, 4).toString('latin1');
  const other = OTHERS.find(([signature]) => start.startsWith(signature));
  if (other) return { wrong: other[1] };
  if (start.startsWith('\xff\xfe')) return { encoding: 'utf-16le' };
  if (start.startsWith('\xfe\xff')) return { encoding: 'utf-16be' };
  if (hasZero) return wide(head);
  if (isUtf8) return { encoding: 'utf-8' };
  return { encoding: legacy(telling.subarray(0, SAMPLE_BYTES)) };
}

/** Whether such an encoding can be read. */
export function isEncoding(name: string): boolean {
  return iconv.encodingExists(name);
}

/** The text of bytes, without a byte order mark. */
export async function* decode(
  bytes: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding);
  for await (const chunk of bytes) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (text) yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest;
}

/** UTF-16 without a mark: its line ends have a zero byte, always on the same side. */
function wide(head: Buffer): EncodingFinding {
  let little = 0;
  let big = 0;
  for (let index = 0; index + 1 < head.length; index += 2) {
    if (head[index] === 0x0a && head[index + 1] === 0) little += 1;
    if (head[index] === 0 && head[index + 1] === 0x0a) big += 1;
  }
  if (little > big) return { encoding: 'utf-16le' };
  return big > little ? { encoding: 'utf-16be' } : { wrong: 'it is not text.' };
}

function legacy(sample: Buffer): string {
  const guesses = chardet
    .analyse(sample)
    .filter(({ name }) => iconv.encodingExists(name) && !name.startsWith('UTF'));
  const [first] = guesses;
  if (isChinese(sample) && !(first && MULTI_BYTE.has(first.name) && first.confidence > 50)) {
    return 'gb18030';
  }
  return (first?.name ?? 'windows-1252').toLowerCase();
}

/** GB2312 characters are two high bytes in a row; in Western texts high bytes stand alone. */
function isChinese(sample: Buffer): boolean {
  if (!fits(() => new TextDecoder('gb18030', { fatal: true }).decode(sample, { stream: true }))) {
    return false;
  }
  let pairs = 0;
  let single = 0;
  for (let index = 0; index < sample.length; index += 1) {
    if ((sample[index] ?? 0) < 0x80) continue;
    if ((sample[index + 1] ?? 0) >= 0xa1) pairs += 1;
    else single += 1;
    index += 1;
  }
  return pairs > 0 && pairs >= 2 * single;
}

function fits(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
