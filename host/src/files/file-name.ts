import { errors } from './errors.ts';

/**
 * The name of a file as it is kept: its last part, without what could mean something to a file system, a terminal or a header.
 * @throws TesseraError `HOST_FILE_NAME_MISSING` when nothing is left.
 */
export function cleanFileName(sent: string | undefined): string {
  const last = (sent ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  // Control characters, and those that turn the direction of text, which hide what a name ends in.
  const clean = last
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]/gu, '')
    .trim();
  if (clean === '' || /^\.+$/.test(clean)) throw errors.fileNameMissing();
  return shorten(clean);
}

/** `Content-Disposition` for a name in any script. Source: RFC 6266, RFC 8187. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** At most 200 characters, with the end of the name, since that says what it is. */
function shorten(name: string): string {
  const signs = Array.from(name);
  if (signs.length <= 200) return name;
  const extension = /\.\w{1,10}$/.exec(name)?.[0] ?? '';
  return `${signs.slice(0, 200 - extension.length).join('')}${extension}`;
}
