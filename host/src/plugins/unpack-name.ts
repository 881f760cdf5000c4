const LONGEST_BYTES = 200;
/** Names of devices on Windows, with or without an ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** What is wrong with the name of a file in an archive, to follow on the name; undefined for one that is safe on every system. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'has no name';
  if (Buffer.byteLength(name) > LONGEST_BYTES) return `is longer than ${LONGEST_BYTES} bytes`;
  if (name.startsWith('/')) return 'is an absolute path';
  if (/^[a-z]:/i.test(name)) return 'begins with a drive';
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u.test(name)) return 'has control characters in its name';
  if (/[\\:*?"<>|]/.test(name)) return 'has a character that not every system allows in a name';
  const parts = name.split('/');
  if (parts.includes('..')) return 'leads out of its folder';
  if (parts.some((part) => part === '' || part === '.')) return 'has an empty part in its path';
  if (parts.some((part) => /[. ]$/.test(part))) return 'has a part that ends in a dot or a space';
  if (parts.some((part) => DEVICE.test(part))) return 'is the name of a device';
  if (parts.includes('node_modules')) return 'lies in node_modules, which belongs into the bundle';
  if (/\.node$/i.test(name)) return 'is a native addon, which plugins may not bring';
  return undefined;
}
