import { expect, test } from 'vitest';
import { csvLine } from './csv-line.ts';

test('cells are quoted where needed, and nothing is left for a spreadsheet to compute', () => {
  expect(
    csvLine([7, '=HYPERLINK("x")', '+86 10 6552-9988', '-12.5', '@me', 'a,b', 'one\rtwo', '']),
  ).toBe(`7,"'=HYPERLINK(""x"")",+86 10 6552-9988,-12.5,'@me,"a,b","one\rtwo",\r\n`);
});
