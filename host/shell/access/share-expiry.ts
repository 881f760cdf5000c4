/** How long something is shared, as one chooses it. */
export const EXPIRIES = ['never', 'day', 'week', 'month', 'quarter', 'date'] as const;
export type Expiry = (typeof EXPIRIES)[number];

const DAYS: Readonly<Partial<Record<Expiry, number>>> = { day: 1, week: 7, month: 30, quarter: 90 };
const DAY_MS = 86_400_000;

/**
 * When a share ends that is made now; null is never. A date counts to its end, where the reader is.
 * Undefined where it is wrong: no date, or one that is over.
 */
export function expiryMoment(
  choice: Expiry,
  { date = '', now }: { readonly date?: string; readonly now: Date },
): string | null | undefined {
  if (choice === 'never') return null;
  if (choice !== 'date')
    return new Date(now.getTime() + (DAYS[choice] ?? 0) * DAY_MS).toISOString();
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) || end <= now ? undefined : end.toISOString();
}
