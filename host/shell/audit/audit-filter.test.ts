import { expect, test } from 'vitest';
import { addDays, dayIn, daysUpTo, isDay } from './audit-day.ts';
import { auditPath, changedFilter, readAuditFilter, toAuditQuery } from './audit-filter.ts';

test('a filter goes into the address and comes back', () => {
  const filter = {
    q: 'a & b',
    user: 'u-1',
    action: 'update',
    from: '2026-03-01',
    to: '2026-03-02',
  };
  const { search, pathname } = new URL(auditPath(filter), 'http://x');
  expect(pathname).toBe('/settings/audit');
  expect(readAuditFilter(search)).toEqual(filter);
  expect(auditPath({})).toBe('/settings/audit');
});

test('what an address cannot mean is left out', () => {
  expect(readAuditFilter('?entity=&from=2026-02-30&to=yesterday&hack=1&source=%20api%20')).toEqual({
    source: 'api',
  });
  expect(['2026-02-28', '2026-02-29', '26-1-1', '2026-13-01'].map(isDay)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('the days of the reader are moments for the server, the last day whole', () => {
  expect(toAuditQuery({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Berlin')).toEqual({
    from: '2026-03-28T23:00:00.000Z',
    to: '2026-03-29T22:00:00.000Z',
  });
});

test('an empty value takes a name away', () => {
  expect(changedFilter({ user: 'u', entity: 'a.b' }, { user: '', action: 'view' })).toEqual({
    entity: 'a.b',
    action: 'view',
  });
});

test('days are counted over the ends of months, in the zone of the reader', () => {
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
  expect(daysUpTo('2026-01-01', 3)).toEqual(['2025-12-30', '2025-12-31', '2026-01-01']);
  expect(dayIn(new Date('2026-01-01T23:30:00Z'), 'Asia/Shanghai')).toBe('2026-01-02');
});
