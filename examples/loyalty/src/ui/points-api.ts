/** Entities as `../contract.ts` names them; the browser side is a project of its own. */
export const ENTRY = 'loyalty.entry';
export const TIER = 'loyalty.tier';

/** A tier as the balance tells it. */
export interface TierStanding {
  readonly key: string;
  readonly name: string;
  readonly hue: number | null;
  readonly minimumPoints: number;
}

/** What `GET /api/loyalty/accounts/:id/balance` answers. */
export interface Balance {
  readonly points: number;
  readonly value: string;
  readonly qualifying: number;
  readonly tier: TierStanding | null;
  readonly next: (TierStanding & { readonly missing: number }) | null;
  readonly expiring: { readonly points: number; readonly at: string } | null;
}

/** A line of the ledger, as the card lists it. */
export interface EntryLine {
  readonly id: string;
  readonly reason: string;
  readonly points: number;
  readonly kind: string;
  readonly occurredAt: string;
}

/** What `GET /api/loyalty/summary` answers. */
export interface Summary {
  readonly outstanding: number;
  readonly value: string;
  readonly months: readonly {
    readonly month: string;
    readonly issued: number;
    readonly used: number;
  }[];
}
