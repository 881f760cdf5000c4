import { expect, test } from 'vitest';
import { expiryMoment } from './share-expiry.ts';

const now = new Date('2026-03-10T12:00:00.000Z');

test('a share ends never, after some days, or at the end of a day', () => {
  expect(expiryMoment('never', { now })).toBeNull();
  expect(expiryMoment('week', { now })).toBe('2026-03-17T12:00:00.000Z');
  const chosen = expiryMoment('date', { now, date: '2026-03-20' });
  expect(new Date(chosen ?? '').getTime()).toBe(new Date('2026-03-20T23:59:59').getTime());
});

test.each(['', 'tomorrow', '2026-03-01'])('the date “%s” is no end', (date) => {
  expect(expiryMoment('date', { now, date })).toBeUndefined();
});
