import type { Execution, PendingStanding } from '../plugin/execution.ts';
import { askStanding } from './query-statement.ts';
import type { Parameters } from './sql-parameters.ts';

/**
 * Asks who acts for his standing where that is still open. To be called before anything is done in his name.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` when he is no longer who was presumed; the host then asks in full, and the caller never sees it
 */
export async function settleStanding(execution: Execution): Promise<void> {
  const { standing } = execution;
  if (standing && !standing.isSettled) standing.settle(await askStanding(execution, standing));
}

/** What was presumed of who acts, while it is open whether that still is so. */
export function presumedOf({ standing }: Execution): object | undefined {
  return standing && !standing.isSettled ? standing.presumed : undefined;
}

/** How a statement that writes asks for a standing that is open. */
export interface AskedStanding {
  /** A part of the statement, `standing`, that has it as `now`. */
  readonly part: string;
  /** The condition under which it may write. */
  readonly holds: string;
  /** Tells what the part has answered. */
  readonly settle: PendingStanding['settle'];
}

/** Undefined where nothing is open. `others` were presumed by the same, and are told the same. */
export function askStandingWithin(
  { standing }: Execution,
  parameters: Parameters,
  others: Iterable<PendingStanding | undefined> = [],
): AskedStanding | undefined {
  if (!standing || standing.isSettled) return undefined;
  return {
    part: `standing as materialized (select ${standing.sql(parameters)} as now)`,
    holds: `(select now from standing) = ${parameters.bind(standing.expected, 'text')}`,
    settle: (found) => tellAll(new Set([standing, ...others]), found),
  };
}

/** Tells every one of them, also where that throws for the first. */
function tellAll(standings: Iterable<PendingStanding | undefined>, found: string | null): void {
  const refusals: unknown[] = [];
  for (const standing of standings) {
    try {
      standing?.settle(found);
    } catch (error) {
      refusals.push(error);
    }
  }
  if (refusals.length > 0) throw refusals[0];
}
