import fc from 'fast-check';
import { expect, test } from 'vitest';
import { availableOf, holdingOf, isExpired, type LedgerLine } from './lots.ts';

const NOW = '2026-01-01T00:00:00.000Z';

function line(id: string, points: number, more: Partial<LedgerLine> = {}): LedgerLine {
  return { id, points, kind: 'adjusted', occurredAt: NOW, expiresAt: null, against: null, ...more };
}

test('the oldest points are used first, whenever they were written down', () => {
  const holding = holdingOf([
    line('late', 10, { occurredAt: '2025-06-01T00:00:00.000Z' }),
    line('early', 10, { occurredAt: '2025-01-01T00:00:00.000Z' }),
    line('use', -12),
  ]);
  expect(holding).toMatchObject({ lots: [{ id: 'late', left: 8 }], debt: 0 });
});

test('points that are taken back come from their own lot first', () => {
  const holding = holdingOf([
    line('one', 10),
    line('two', 10),
    line('back', -10, { kind: 'reversed', against: 'two' }),
  ]);
  expect(holding.lots.map(({ id, left }) => [id, left])).toEqual([['one', 10]]);
});

test('what was used beyond is paid by the next points', () => {
  expect(holdingOf([line('one', 5), line('use', -8), line('two', 10)])).toMatchObject({
    lots: [{ id: 'two', left: 7 }],
    debt: 0,
  });
});

const day = fc
  .integer({ min: 1, max: 28 })
  .map((date) => `2025-01-${String(date).padStart(2, '0')}T00:00:00.000Z`);
const entries = fc
  .array(
    fc.record({
      points: fc.integer({ min: -50, max: 50 }).filter((points) => points !== 0),
      occurredAt: day,
      expiresAt: fc.option(day),
      target: fc.nat(),
    }),
    { maxLength: 40 },
  )
  .map((drafts) =>
    drafts.map(({ target, points, ...draft }, index) => {
      // Every third that goes out takes a certain earlier entry back, and the rest the oldest.
      const against = points < 0 && target % 3 === 0 && index > 0 ? `e${target % index}` : null;
      return line(`e${index}`, points, { ...draft, against });
    }),
  );

test('what the lots have left, less the debt, is the sum of the ledger', () => {
  fc.assert(
    fc.property(entries, (lines) => {
      const { lots, debt } = holdingOf(lines);
      const left = lots.reduce((sum, lot) => sum + lot.left, 0);
      expect(left - debt).toBe(lines.reduce((sum, { points }) => sum + points, 0));
      expect(debt === 0 || lots.length === 0).toBe(true);
    }),
  );
});

test('no lot has more left than came in with it, and none less than one', () => {
  fc.assert(
    fc.property(entries, (lines) => {
      const points = new Map(lines.map((one) => [one.id, one.points]));
      for (const { id, left } of holdingOf(lines).lots) {
        expect(left).toBeGreaterThan(0);
        expect(left).toBeLessThanOrEqual(points.get(id) ?? 0);
      }
    }),
  );
});

test('a use takes from a lot only when every older one is used up', () => {
  fc.assert(
    fc.property(entries, fc.integer({ min: 1, max: 200 }), (lines, points) => {
      const before = holdingOf(lines).lots;
      const after = new Map(
        holdingOf([...lines, line('use', -points)]).lots.map(({ id, left }) => [id, left]),
      );
      const touched = before.findLastIndex(({ id, left }) => after.get(id) !== left);
      for (const { id } of before.slice(0, Math.max(touched, 0))) expect(after.has(id)).toBe(false);
    }),
  );
});

test('writing off what has expired leaves what can be used as it was, and nothing more to write off', () => {
  fc.assert(
    fc.property(entries, day, (lines, now) => {
      const before = holdingOf(lines);
      const offs = before.lots
        .filter((lot) => isExpired(lot, now))
        .map((lot, index) => line(`x${index}`, -lot.left, { kind: 'expired', against: lot.id }));
      const after = holdingOf([...lines, ...offs]);
      expect(after.lots.filter((lot) => isExpired(lot, now))).toEqual([]);
      expect(availableOf(after, now)).toBe(availableOf(before, now));
    }),
  );
});
