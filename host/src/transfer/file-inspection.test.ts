import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { inspectTable, readRowsFrom } from './file-inspection.ts';

const TEXT = '名称,城市,备注\r\n北京贸易公司,北京,"第一行\r\n第二行"\r\n上海制造厂,上海,好\r\n';

function opener(bytes: Uint8Array, piece = 7) {
  return async () =>
    (async function* () {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    })();
}

async function read(bytes: Uint8Array, delimiter?: string) {
  const open = opener(bytes);
  const found = await inspectTable(open, { name: 'a.csv', delimiter });
  const rows = [];
  for await (const row of readRowsFrom(await open(), found.format, 0)) rows.push(row);
  return { ...found, rows };
}

const bom = (bytes: Buffer, ...mark: number[]) => Buffer.concat([Buffer.from(mark), bytes]);

test.each([
  ['utf-8', Buffer.from(TEXT)],
  ['utf-8', bom(Buffer.from(TEXT), 0xef, 0xbb, 0xbf)],
  ['utf-16le', bom(iconv.encode(TEXT, 'utf-16le'), 0xff, 0xfe)],
  ['utf-16be', bom(iconv.encode(TEXT, 'utf-16be'), 0xfe, 0xff)],
  ['utf-16le', iconv.encode(TEXT, 'utf-16le')],
  ['gb18030', iconv.encode(TEXT, 'gb18030')],
] as const)('%s is found and read, also in small pieces', async (encoding, bytes) => {
  const { format, headers, rows } = await read(bytes);
  expect(format.encoding).toBe(encoding);
  expect(headers).toEqual(['名称', '城市', '备注']);
  expect(rows).toEqual([
    { line: 2, index: 0, cells: ['北京贸易公司', '北京', '第一行\r\n第二行'] },
    { line: 4, index: 1, cells: ['上海制造厂', '上海', '好'] },
  ]);
});

test('a Western text is not taken for Chinese', async () => {
  const bytes = iconv.encode('name,city\nMüller,Köln\nGarçon,Orléans\nNuñez,León\n', 'latin1');
  const { rows } = await read(bytes);
  expect(rows.map(({ cells }) => cells.join())).toEqual([
    'Müller,Köln',
    'Garçon,Orléans',
    'Nuñez,León',
  ]);
});

test.each([
  [';', 'a;b;c\n1,5;2,5;3\n4;"x;y";6\n'],
  ['\t', 'a\tb\tc\n1\t2, and more\t3\n4\t5\t6\n'],
  ['|', 'a|b|c\n1|2|3\n4|5|6\n'],
  [';', 'sep=;\na;b;c\n1;2,2;3\n4;5;6\n'],
])('the delimiter “%s” is found', async (delimiter, text) => {
  const { format, headers, rows } = await read(Buffer.from(text));
  expect(format.delimiter).toBe(delimiter);
  expect(headers).toEqual(['a', 'b', 'c']);
  expect(rows.map(({ cells }) => cells.length)).toEqual([3, 3]);
});

test('lines are those of the file, through line ends in quotes and empty lines', async () => {
  const { rows } = await read(Buffer.from('\na,b\n"x\ny",1\n\n \n2,"q\n\nz"\n3,4'));
  expect(rows.map(({ line, index }) => [line, index])).toEqual([
    [3, 0],
    [7, 1],
    [10, 2],
  ]);
});

test('a bare CR ends a line where the first one does', async () => {
  const { rows } = await read(Buffer.from('a,b\r1,2\r"x\ry",3\r4,5'));
  expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
    [2, '1', '2'],
    [3, 'x\ry', '3'],
    [5, '4', '5'],
  ]);
});

test('a bare CR within a line of others is a part of its cell', async () => {
  const { rows } = await read(Buffer.from('a,b\n1,2\r3\n4,5\n'));
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['1', '2\r3'],
    ['4', '5'],
  ]);
});

test('columns without a name, or with one twice, get one of their own', async () => {
  const { headers } = await read(Buffer.from(' Name ,,Phone,Phone,Home   phone\n1,2,3,4,5\n'));
  expect(headers).toEqual(['Name', 'Column 2', 'Phone', 'Phone (2)', 'Home phone']);
});

test('text that was protected from spreadsheets comes back as it was', async () => {
  const { rows } = await read(Buffer.from(`a,b\n'=1+1,'quoted'\n`));
  expect(rows[0]?.cells).toEqual(['=1+1', "'quoted'"]);
});

test.each([
  ['an Excel workbook', Buffer.from('PK\u0003\u0004rest', 'latin1'), /Excel workbook/],
  ['zero bytes', Buffer.from('a,b\n1,\u00002\n'), /not text/],
  ['control characters', Buffer.from('a,b\n1,\u00012\n'), /no text has/],
  ['an open quote', Buffer.from('a,b\n1,2\n3,"4\n5,6\n'), /begins in line 3 .* never closed/],
  ['nothing', Buffer.from('\n\n'), /empty/],
])('%s is refused, and says why', async (_, bytes, reason) => {
  await expect(read(bytes)).rejects.toMatchObject({
    code: 'HOST_IMPORT_FILE_UNREADABLE',
    message: expect.stringMatching(reason),
  });
});

test('columns of one name are told apart, up to a number that no table needs', async () => {
  const wide = (columns: number) => Buffer.from(`${Array(columns).fill('x').join(',')}\n`);
  const { headers } = await inspectTable(opener(wide(2000), 4096), { name: 'a.csv' });
  expect([headers.length, new Set(headers).size, headers.at(-1)]).toEqual([2000, 2000, 'x (2000)']);
  const tooWide = inspectTable(opener(wide(2001), 4096), { name: 'a.csv' });
  await expect(tooWide).rejects.toMatchObject({ code: 'HOST_IMPORT_FILE_UNREADABLE' });
});
