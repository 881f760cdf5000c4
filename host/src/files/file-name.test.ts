import { expect, test } from 'vitest';
import { cleanFileName, contentDisposition } from './file-name.ts';

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\报价.xlsx', '报价.xlsx'],
  ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['a\r\nSet-Cookie: b.txt', 'aSet-Cookie b.txt'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(196)}.pdf`],
])('%j is kept as %j', (sent, kept) => {
  expect(cleanFileName(sent)).toBe(kept);
});

test.each([undefined, '', '  ', '..', 'folder/'])('%j is no name', (sent) => {
  expect(() => cleanFileName(sent)).toThrow('Say what the file is called');
});

test('a name in any script goes into a header', () => {
  expect(contentDisposition('attachment', `Müller's "100%".pdf`)).toBe(
    `attachment; filename="M_ller's _100__.pdf"; filename*=UTF-8''M%C3%BCller%27s%20%22100%25%22.pdf`,
  );
});
