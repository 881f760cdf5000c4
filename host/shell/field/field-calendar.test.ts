import { expect, test } from 'vitest';
import { calendarTexts } from './field-calendar.ts';

test.each([
  ['en', '11/28/2026'],
  ['zh-CN', '2026/11/28'],
  ['de', '28.11.2026'],
])('in %s a day is written and read as %s', (locale, text) => {
  const texts = calendarTexts(locale, '', '');
  const day = { day: 28, month: 10, year: 2026 };
  expect(texts.formatDate(day)).toBe(text);
  expect(texts.parseDate(text)).toEqual(day);
  expect(texts.parseDate('2026-11-28')).toEqual(day);
});

test('what is no day of the calendar is none', () => {
  const { parseDate } = calendarTexts('en', '', '');
  expect([parseDate('02/30/2026'), parseDate('13/01/2026'), parseDate('soon')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('weekdays begin with Sunday, as the date picker counts them', () => {
  const { weekdays, monthNames } = calendarTexts('en', '', '');
  expect([weekdays[0], weekdays[6], monthNames[0], monthNames[11]]).toEqual([
    'Sunday',
    'Saturday',
    'January',
    'December',
  ]);
});
