/** What is wrong with an archive: the end of a sentence. Undefined when it may be unpacked. */
export type ArchiveFault = string | undefined;

const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY_BYTES = 46;
const MOST_ENTRIES = 2000;

/**
 * Looks at the directory of a ZIP archive before anything is unpacked: how much it says that its parts hold. What unpacks it
 * holds every part to that size, so a bomb has nothing left to claim. Source: PKWARE APPNOTE 4.3.
 */
export function findArchiveFault(bytes: Uint8Array, mostBytes: number): ArchiveFault {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) return 'it is damaged, or it was not sent whole.';
  const count = view.getUint16(end + 10, true);
  let place = view.getUint32(end + 16, true);
  if (count === 0xffff || place === 0xffff_ffff || count > MOST_ENTRIES)
    return 'it has too many parts.';
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    if (place + ENTRY_BYTES > view.byteLength || view.getUint32(place, true) !== ENTRY)
      return 'it is damaged, or it was not sent whole.';
    const packed = view.getUint32(place + 20, true);
    const size = view.getUint32(place + 24, true);
    if (size === 0 && packed > 2) return 'one of its parts hides its size.';
    total += size;
    if (total > mostBytes)
      return `unpacked it has more than ${Math.floor(mostBytes / 1024 / 1024)} MB; save the sheet as CSV.`;
    place +=
      ENTRY_BYTES +
      view.getUint16(place + 28, true) +
      view.getUint16(place + 30, true) +
      view.getUint16(place + 32, true);
  }
  return undefined;
}

/** The end of the directory stands at the end of the file, before a comment. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - END_BYTES;
  for (let place = last; place >= Math.max(0, last - LONGEST_COMMENT); place -= 1) {
    if (view.getUint32(place, true) === END_OF_DIRECTORY) return place;
  }
  return undefined;
}
