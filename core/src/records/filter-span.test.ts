import { expect, test } from 'vitest';
import { addDays, dayOfOperand, daySpan, isDay, momentSpan, startOfDay } from './filter-span.ts';

test.each([
  ['today', '2026-03-18', '2026-03-19'],
  ['yesterday', '2026-03-17', '2026-03-18'],
  ['P0D', '2026-03-18', '2026-03-19'],
  ['P30D', '2026-03-18', '2026-04-18'],
  ['-P7D', '2026-03-11', '2026-03-19'],
  ['P1M2W', '2026-03-18', '2026-05-03'],
  ['-P1Y', '2025-03-18', '2026-03-19'],
  ['thisWeek', '2026-03-16', '2026-03-23'],
  ['nextMonth', '2026-04-01', '2026-05-01'],
  ['lastQuarter', '2025-10-01', '2026-01-01'],
  ['nextYear', '2027-01-01', '2028-01-01'],
  ['P9999Y', '2026-03-18', '9999-12-31'],
])('%s, seen from Wednesday 2026-03-18', (within, from, until) => {
  expect(daySpan(within, '2026-03-18')).toEqual({ from, until });
});

test('a month after the 31st is the last day of a shorter month', () => {
  expect(daySpan('P1M', '2026-01-31')).toEqual({ from: '2026-01-31', until: '2026-03-01' });
});

test.each(['', 'P', 'PT', 'P1', '30D', 'PT1H', 'someday', 'thisDecade', 'P1D ', 'P-1D'])(
  '“%s” is no span of days',
  (within) => {
    expect(() => daySpan(within, '2026-03-18')).toThrow(
      expect.objectContaining({ code: 'CORE_REQUEST_INVALID' }),
    );
  },
);

test.each([
  ['2026-03-18', 'Asia/Shanghai', '2026-03-17T16:00:00.000Z'],
  ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z'],
  ['2026-03-09', 'America/New_York', '2026-03-09T04:00:00.000Z'],
  ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['0001-01-01', 'Asia/Shanghai', '0001-01-01T00:00:00.000Z'],
])('%s begins in %s at %s', (day, zone, moment) => {
  expect(startOfDay(day, zone)).toBe(moment);
});

test('a span of hours counts from now, one of days from the days of the zone', () => {
  const at = {
    today: '2026-03-08',
    now: new Date('2026-03-08T12:00:00Z'),
    timeZone: 'America/New_York',
  };
  expect(momentSpan('-PT90M', at)).toEqual({
    from: '2026-03-08T10:30:00.000Z',
    until: '2026-03-08T12:00:00.001Z',
  });
  expect(momentSpan('today', at)).toEqual({
    from: '2026-03-08T05:00:00.000Z',
    until: '2026-03-09T04:00:00.000Z',
  });
});

test('days are those of the calendar', () => {
  expect(['2024-02-29', '2026-02-29', '0000-01-01', '2026-1-1', 5].map(isDay)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
});

test('a day may move with today', () => {
  const named = ['$today', '$today-P30D', '$today+P2W', '$today+P1M3D', '2026-02-01'];
  expect(named.map((operand) => dayOfOperand(operand, '2026-01-31'))).toEqual([
    '2026-01-31',
    '2026-01-01',
    '2026-02-14',
    '2026-03-03',
    '2026-02-01',
  ]);
  const others = [
    '$today-',
    '$today-PT1H',
    '$today-P',
    '$todayP1D',
    '$today--P1D',
    'today',
    7,
    null,
  ];
  expect(others.filter((operand) => dayOfOperand(operand, '2026-01-31') !== undefined)).toEqual([]);
});
