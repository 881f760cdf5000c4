import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { readTextRows, type TextRow } from './text-rows.ts';

const FORMAT = { name: 'a.csv', encoding: 'utf-8', delimiter: ',', bareCr: false };

async function* piecesOf(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function rowsOf(texts: AsyncIterable<string>): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  for await (const row of readTextRows(texts, FORMAT)) rows.push(row);
  return rows;
}

/** The same numbers each time. Source: the mixing step of xorshift32. */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

test('lines without quotation marks are the rows that the parser finds, however the text is cut', async () => {
  const dice = createDice(7);
  const signs = ['a', '客', ',', ',', '\n', '\r\n', '\r', ' ', "'", '\t'];
  for (let round = 0; round < 30; round += 1) {
    const plain = Array.from({ length: dice(60) }, () => signs[dice(signs.length)]).join('');
    const text = round % 2 ? plain : `${plain}\nb,"c,\n""d""",e\nf,g`;
    const found = await rowsOf(piecesOf(text, 1 + dice(20)));
    const expected: string[][] = parse(text, {
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
    });
    expect(found.map(({ cells }) => cells)).toEqual(expected);
  }
});

test('a row knows its line, before the first quotation mark and behind it', async () => {
  const found = await rowsOf(piecesOf('a,b\r\n\n1,2\n3,"x\ny"\n5,6', 4));
  expect(found).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: [''] },
    { line: 3, cells: ['1', '2'] },
    { line: 4, cells: ['3', 'x\ny'] },
    { line: 6, cells: ['5', '6'] },
  ]);
});

test('whoever takes no more rows lets go of the text', async () => {
  let isLetGo = false;
  const endless = async function* () {
    try {
      for (;;) yield 'a,b\n';
    } finally {
      isLetGo = true;
    }
  };
  for await (const row of readTextRows(endless(), FORMAT)) {
    expect(row).toEqual({ line: 1, cells: ['a', 'b'] });
    break;
  }
  expect(isLetGo).toBe(true);
});

test('a row that never ends is refused', async () => {
  const text = 'a,b\n'.concat('x'.repeat(1_100_000));
  await expect(rowsOf(piecesOf(text, 65_536))).rejects.toThrow(/begins in line 2/);
});
