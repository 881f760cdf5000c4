import { expect, test } from 'vitest';
import { isShown, sniffMediaType } from './media-type.ts';

test.each([
  ['a.png', '\x89PNG\r\n\x1a\nrest', 'image/png', true],
  ['a.txt', '\xff\xd8\xff\xe0', 'image/jpeg', true],
  ['a.webp', 'RIFF\x10\x00\x00\x00WEBPVP8 ', 'image/webp', true],
  ['a.wav', 'RIFF\x10\x00\x00\x00WAVEfmt ', 'application/octet-stream', false],
  ['a.pdf', '%PDF-1.7', 'application/pdf', true],
  [
    'a.docx',
    'PK\x03\x04rest',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    false,
  ],
  ['a.zip', 'PK\x03\x04rest', 'application/zip', false],
  ['a.csv', 'a,b\n1,2', 'text/csv', false],
  ['a.png', '<svg onload="x()"/>', 'text/plain', false],
  ['a.html', '<html>', 'text/plain', false],
  ['a.txt', 'a\x00b', 'application/octet-stream', false],
  ['short', '\x89PN', 'application/octet-stream', false],
])('%s that begins with %j is %s', (name, bytes, type, shown) => {
  const found = sniffMediaType(Buffer.from(bytes, 'latin1'), name);
  expect([found, isShown(found)]).toEqual([type, shown]);
});

test('text that the head cuts within a character is still text', () => {
  expect(sniffMediaType(Buffer.from('一二三').subarray(0, 8), 'a')).toBe('text/plain');
});
