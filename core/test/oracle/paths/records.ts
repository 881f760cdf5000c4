import { PLANS } from '../plans.ts';
import { shownValues } from '../oracle-answer.ts';
import type { Oracle } from '../oracle.ts';
import { same } from '../trial.ts';
import type { RowPlan } from '../world-plan.ts';

/** A record shows just what the oracle says that it shows. */
export function sameRecord(
  oracle: Oracle,
  row: RowPlan,
  record: Readonly<Record<string, unknown>>,
  skipped: readonly string[] = [],
): void {
  const names = Object.keys(PLANS[row.entity]!.fields).filter((name) => !skipped.includes(name));
  const only = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      names.filter((name) => name in values).map((name) => [name, plain(values[name])]),
    );
  same(`the record ${row.entity} ${row.id}`, only(record), only(shownValues(oracle, row)));
}

/** An empty list is as good as none. */
function plain(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? null : (value ?? null);
}

export function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}
