import { randomFillSync } from 'node:crypto';
import { v7 as uuid } from 'uuid';

const BYTES = 16;
const LENGTH = 36;
const DASHES = [8, 13, 18, 23];
const DIGIT_PLACES = Array.from({ length: LENGTH }, (_, at) => at).filter(
  (at) => !DASHES.includes(at),
);
/** Where counting begins: below half of what 32 bits hold, so that no batch comes to their end. */
const BELOW = 2 ** 31;

/**
 * New ids in rising order, for the rows of one batch: a UUID v7 each, but asked of the system at once, which takes a tenth of the time. The 32 bits
 * behind the version count, from a random number on (RFC 9562 §6.2, method 2).
 */
export function newIds(count: number): string[] {
  // What is written of one record shortly after another is in the order in which it was written, within a millisecond too.
  if (count === 1) return [uuid()];
  const bytes = randomFillSync(Buffer.allocUnsafe(count * BYTES));
  const now = Date.now();
  let counter = count === 0 ? 0 : bytes.readUInt32BE(0) % BELOW;
  for (let at = 0; at < bytes.length; at += BYTES) {
    bytes.writeUIntBE(now, at, 6);
    bytes.writeUInt16BE(0x7000 | (counter >>> 20), at + 6);
    // The variant's two bits, fourteen of the counter, and its last six above two that stay random.
    bytes.writeUInt16BE(0x8000 | ((counter >>> 6) & 0x3fff), at + 8);
    bytes[at + 10] = ((counter & 0x3f) << 2) | ((bytes[at + 10] ?? 0) & 0x03);
    counter += 1;
  }
  const text = dashed(bytes.toString('hex'));
  return Array.from({ length: count }, (_, index) =>
    text.slice(index * LENGTH, (index + 1) * LENGTH),
  );
}

/** One text of all ids, of which each is a part: put together one by one they would take five times the memory. */
function dashed(digits: string): string {
  const from = Buffer.from(digits, 'latin1');
  const bytes = Buffer.alloc((digits.length / DIGIT_PLACES.length) * LENGTH, '-');
  for (let digit = 0, start = 0; start < bytes.length; start += LENGTH)
    for (const place of DIGIT_PLACES) bytes[start + place] = from[digit++] ?? 0;
  return bytes.toString('latin1');
}
