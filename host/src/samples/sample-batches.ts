import type { SampleReference, SampleRow } from '@tessera/core';

/** A row with its place among all rows of a run. */
export type PlacedRow = readonly [position: number, row: SampleRow];

/**
 * Rows that can be written at once, batch after batch: a record comes after those that it refers to, and all that concerns one record stays in
 * its order.
 */
export function toBatches(rows: readonly PlacedRow[]): PlacedRow[][] {
  /** After which step a record was last written, and last written or referred to. */
  const written = new Map<string, number>();
  const touched = new Map<string, number>();
  const steps = Map.groupBy(rows, ([, row]) => {
    const record = recordOf(row);
    const referred = referencesIn(row.values).map(keyOf);
    const step =
      1 + Math.max(touched.get(record) ?? 0, ...referred.map((key) => written.get(key) ?? 0));
    written.set(record, step);
    for (const key of [record, ...referred])
      touched.set(key, Math.max(step, touched.get(key) ?? 0));
    return step;
  });
  return [...steps]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([, list]) => [...Map.groupBy(list, kindOf).values()]);
}

/** Names a row among all of them. */
export function keyOf({ entity, key }: Pick<SampleRow, 'entity' | 'key'>): string {
  return `${entity} ${key}`;
}

export function isReference(value: object): value is SampleReference {
  return '$sample' in value;
}

function recordOf({ entity, key, changes }: SampleRow): string {
  return keyOf({ entity, key: changes ?? key });
}

function kindOf([, { entity, changes }]: PlacedRow): string {
  return `${entity} ${changes === undefined}`;
}

function referencesIn(value: unknown): SampleReference['$sample'][] {
  if (typeof value !== 'object' || value === null) return [];
  if (isReference(value)) return [value.$sample];
  return Object.values(value).flatMap(referencesIn);
}
