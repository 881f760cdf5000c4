import { randomInt } from 'node:crypto';
import { gunzipSync, inflateRawSync } from 'node:zlib';

/** What a canary stands for, and who may read it. */
export interface Canary {
  /** Where it lies: `customer.account.taxId of Dot`. */
  readonly what: string;
  readonly mayRead: (reader: string) => boolean;
}

/** Values that occur nowhere else, each known by where it lies. */
export interface Canaries {
  word(canary: Canary): string;
  /** Ten digits. */
  digits(canary: Canary): string;
  /** A day in the 18th century. */
  day(canary: Canary): string;
  /** Canaries anywhere in an answer, also in what is packed or encoded in it. */
  find(answer: Uint8Array): ReadonlySet<Canary>;
  readonly all: ReadonlyMap<string, Canary>;
}

const LETTERS = 'bcdfghjkmnpqrstvwxyz';
const FIRST_DAY = Date.UTC(1703, 0, 1);
const DAY_MS = 86_400_000;
const PATTERN = /zq[a-z]{12}|7319\d{6}|17\d\d-\d\d-\d\d/gi;

export function createCanaries(): Canaries {
  const all = new Map<string, Canary>();
  const add = (value: string, canary: Canary): string => {
    all.set(value, canary);
    return value;
  };
  return {
    all,
    word: (canary) =>
      add(`zq${Array.from({ length: 12 }, () => LETTERS[randomInt(20)]).join('')}`, canary),
    digits: (canary) => add(`7319${String(all.size).padStart(6, '0')}`, canary),
    day: (canary) =>
      add(new Date(FIRST_DAY + all.size * DAY_MS).toISOString().slice(0, 10), canary),
    find(answer) {
      const found = new Set<Canary>();
      for (const text of readings(answer)) {
        for (const [match] of text.matchAll(PATTERN)) {
          const canary = all.get(match.toLowerCase());
          if (canary) found.add(canary);
        }
      }
      return found;
    },
  };
}

/** The answer as text, and what is inside: workbooks, archives, cursors, percent signs. */
function* readings(bytes: Uint8Array): Generator<string> {
  const text = Buffer.from(bytes).toString('utf8');
  yield text;
  yield text.replaceAll(/[\s_().-]+/g, '');
  if (text.includes('%'))
    yield text.replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)) {
    const inner = Buffer.from(run, 'base64url').toString('latin1');
    if (/[{["]/.test(inner)) yield inner;
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) yield gunzipSync(bytes).toString('utf8');
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) yield* unzipped(Buffer.from(bytes));
}

/** Every entry of a ZIP archive, by the directory at its end. */
function* unzipped(archive: Buffer): Generator<string> {
  const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const method = archive.readUInt16LE(at + 10);
    const size = archive.readUInt32LE(at + 20);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const packed = archive.subarray(start, start + size);
    yield (method === 0 ? packed : inflateRawSync(packed)).toString('utf8');
    at +=
      46 +
      archive.readUInt16LE(at + 28) +
      archive.readUInt16LE(at + 30) +
      archive.readUInt16LE(at + 32);
  }
}
