/** What a browser may show by itself; everything else is only ever downloaded. */
const SHOWN: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'application/pdf',
]);

const SIGNATURES: readonly (readonly [string, readonly (readonly [number, string])[]])[] = [
  ['image/png', [[0, '\x89PNG\r\n\x1a\n']]],
  ['image/jpeg', [[0, '\xff\xd8\xff']]],
  ['image/gif', [[0, 'GIF87a']]],
  ['image/gif', [[0, 'GIF89a']]],
  [
    'image/webp',
    [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  ],
  ['application/pdf', [[0, '%PDF-']]],
  ['application/zip', [[0, 'PK\x03\x04']]],
  ['application/gzip', [[0, '\x1f\x8b']]],
  ['application/vnd.ms-office', [[0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']]],
  ['video/mp4', [[4, 'ftyp']]],
];

const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** Kinds that only their name tells apart; none of them is ever shown, so a wrong name harms nobody. */
const BY_NAME: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'application/zip': {
    docx: `${OFFICE}.wordprocessingml.document`,
    xlsx: `${OFFICE}.spreadsheetml.sheet`,
    pptx: `${OFFICE}.presentationml.presentation`,
  },
  'text/plain': {
    csv: 'text/csv',
    tsv: 'text/tab-separated-values',
    md: 'text/markdown',
    json: 'application/json',
  },
};

/** The media type of a file by its first bytes, never by what its sender says. Unknown is `application/octet-stream`. */
export function sniffMediaType(head: Uint8Array, name: string): string {
  const found = SIGNATURES.find(([, parts]) =>
    parts.every(([at, text]) => startsAt(head, at, text)),
  )?.[0];
  const type = found ?? (isText(head) ? 'text/plain' : 'application/octet-stream');
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return BY_NAME[type]?.[extension] ?? type;
}

/** Whether a browser may show it instead of saving it. */
export function isShown(mediaType: string): boolean {
  return SHOWN.has(mediaType);
}

function startsAt(head: Uint8Array, at: number, text: string): boolean {
  return Buffer.from(
    head.buffer,
    head.byteOffset + at,
    Math.max(0, Math.min(text.length, head.byteLength - at)),
  ).equals(Buffer.from(text, 'latin1'));
}

/** UTF-8 without control characters, but for a last character that the head cuts off. */
function isText(head: Uint8Array): boolean {
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
