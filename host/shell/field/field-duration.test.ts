import { expect, test } from 'vitest';
import { parseDuration, writeDuration } from './field-duration.ts';

test.each([
  ['90', 5400],
  ['90m', 5400],
  ['1:30', 5400],
  ['1h 30m', 5400],
  ['1.5h', 5400],
  ['1d 2h', 93_600],
  ['0m', 0],
  ['soon', undefined],
  ['3 weeks', undefined],
  ['', undefined],
])('“%s” is %s seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each([0, 59, 60, 5400, 93_601])('%s seconds are read as they were written', (seconds) => {
  expect(parseDuration(writeDuration(seconds))).toBe(seconds);
});
