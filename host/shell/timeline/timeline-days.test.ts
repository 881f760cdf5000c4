import { expect, test } from 'vitest';
import { toDays } from './timeline-days.ts';
import type { TimelineItem } from './timeline-days.ts';

function at(moment: string): TimelineItem {
  return { kind: 'change', at: moment, entity: 'toy.ball', id: moment, title: null, actor: null };
}

test('the day of a moment is that of the reader', () => {
  const items = [
    at('2026-11-28T17:00:00.000Z'),
    at('2026-11-28T15:00:00.000Z'),
    at('2026-11-27T23:00:00.000Z'),
  ];
  const days = (zone: string) =>
    toDays(items, zone).map(({ day, items: some }) => [day, some.length]);
  expect(days('UTC')).toEqual([
    ['2026-11-28', 2],
    ['2026-11-27', 1],
  ]);
  expect(days('Asia/Shanghai')).toEqual([
    ['2026-11-29', 1],
    ['2026-11-28', 2],
  ]);
});
