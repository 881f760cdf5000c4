/** What the order of use needs to know of an entry. */
export interface LedgerLine {
  readonly id: string;
  readonly points: number;
  readonly kind: string | null;
  readonly occurredAt: string | null;
  readonly expiresAt: string | null;
  /** The entry that it takes back, or whose rest has expired. */
  readonly against: string | null;
}

/** Points that came in together, and what is left of them. */
export interface Lot {
  readonly id: string;
  readonly occurredAt: string;
  readonly expiresAt: string | null;
  readonly left: number;
}

/** The lots that have points left, the oldest first, and what was used beyond them. */
export interface Holding {
  readonly lots: readonly Lot[];
  readonly debt: number;
}

/**
 * Works out of which lots points were used. Lines come in the order in which they were written. What comes in pays the debt first; what
 * goes out takes from the lot that it is against, then from the oldest, then becomes debt.
 */
export function holdingOf(lines: readonly LedgerLine[]): Holding {
  const lots: Lot[] = [];
  let debt = 0;
  for (const line of lines) {
    if (line.points > 0) {
      const paid = Math.min(debt, line.points);
      debt -= paid;
      insert(lots, toLot(line, line.points - paid));
    } else {
      debt += takeOut(lots, -line.points, line.against);
    }
  }
  return { lots: lots.filter(({ left }) => left > 0), debt };
}

/** What the lots of a holding come to at a moment: those that have expired by then no longer count. */
export function availableOf({ lots, debt }: Holding, now: string): number {
  return lots.reduce((sum, lot) => (isExpired(lot, now) ? sum : sum + lot.left), -debt);
}

/** Whether the time of a lot is over. Moments compare as texts: all are ISO 8601 in UTC, to the millisecond. */
export function isExpired({ expiresAt }: Pick<Lot, 'expiresAt'>, now: string): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function toLot({ id, occurredAt, expiresAt }: LedgerLine, left: number): Lot {
  return { id, occurredAt: occurredAt ?? '', expiresAt, left };
}

/** Behind all that are as old or older. */
function insert(lots: Lot[], lot: Lot): void {
  const index = lots.findLastIndex(({ occurredAt }) => occurredAt <= lot.occurredAt);
  lots.splice(index + 1, 0, lot);
}

/** Answers what the lots did not have. */
function takeOut(lots: Lot[], points: number, against: string | null): number {
  let due = points;
  const own = lots.findIndex(({ id }) => id === against);
  const order = [...(own < 0 ? [] : [own]), ...lots.keys()];
  for (const index of order) {
    const lot = lots[index];
    if (due === 0 || !lot) break;
    const taken = Math.min(lot.left, due);
    lots[index] = { ...lot, left: lot.left - taken };
    due -= taken;
  }
  return due;
}
