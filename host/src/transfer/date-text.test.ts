import { expect, test } from 'vitest';
import { isDateFormat, parseDay, parseMoment } from './date-text.ts';

test.each([
  ['2016-10-20', undefined, '2016-10-20'],
  ['2016/1/2', undefined, '2016-01-02'],
  ['2016年10月20日', undefined, '2016-10-20'],
  ['20161020', undefined, '2016-10-20'],
  ['2016-10-20 00:00:00', undefined, '2016-10-20'],
  ['20/10/2016', 'DD/MM/YYYY', '2016-10-20'],
  ['10/20/2016', 'MM/DD/YYYY', '2016-10-20'],
  ['20/10/2016', 'MM/DD/YYYY', undefined],
  ['10/20/2016', undefined, undefined],
  ['2015-02-29', undefined, undefined],
  ['20.10.2016 12:30', 'DD.MM.YYYY', '2016-10-20'],
] as const)('the day %s as %s', (text, format, expected) => {
  expect(parseDay(text, format)).toBe(expected);
});

test('a moment without a zone is one of the workspace', () => {
  expect(parseMoment('2026-07-01 09:30', 'Europe/Berlin')).toBe('2026-07-01T07:30:00.000Z');
  expect(parseMoment('2026-01-01 09:30', 'Asia/Shanghai')).toBe('2026-01-01T01:30:00.000Z');
  expect(parseMoment('2026-07-01T09:30:00+02:00', 'UTC')).toBe('2026-07-01T09:30:00+02:00');
  expect(parseMoment('01.07.2026 09:30', 'UTC', 'DD.MM.YYYY HH:mm')).toBe(
    '2026-07-01T09:30:00.000Z',
  );
  expect(parseMoment('2026-07-01 25:00', 'UTC')).toBeUndefined();
});

test('a format names year, month and day once', () => {
  expect(['DD/MM/YYYY', 'D. M. YYYY HH:mm', 'MM/YYYY', 'DD/MM/YY'].map(isDateFormat)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
