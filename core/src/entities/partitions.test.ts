import { expect, test } from 'vitest';
import { firstId, monthPartitions } from './partitions.ts';

test('partitions reach from last month to a year ahead, over the turn of the year', () => {
  const statements = monthPartitions('crm', 'note', new Date('2026-12-31T23:59:59Z'));
  expect(statements).toHaveLength(15);
  expect(statements[1]).toBe(
    `create table if not exists "crm"."note_2026_11" partition of "crm"."note" for values from ('${firstId(new Date('2026-11-01'))}') to ('${firstId(new Date('2026-12-01'))}')`,
  );
  expect(statements.at(-1)).toContain('"note_2027_12"');
  expect(firstId(new Date('2026-11-01'))).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-0000-0000-000000000000$/,
  );
});
