/**
 * What other plugins may know of `loyalty`: the ids of its entities and the service that reads and moves points.
 * @packageDocumentation
 */
import { serviceToken, type ServiceToken } from '@tessera/sdk';
import type { Entry } from './entities/entry.ts';
import type { Tier } from './entities/tier.ts';

export const ENTRY = 'loyalty.entry';
export const TIER = 'loyalty.tier';

/** A tier as a balance tells it. */
export interface TierStanding {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  /** Degrees of OKLCH; null for grey. */
  readonly hue: number | null;
  /** Points of twelve months that it takes. */
  readonly minimumPoints: number;
}

/** What an account has in points, as of now. */
export interface PointBalance {
  /** Points that can be used; below zero when points that were used have been taken back. */
  readonly points: number;
  /** What they are worth in the base currency, a decimal string. */
  readonly value: string;
  /** Points of the last twelve months that count for the tier. */
  readonly qualifying: number;
  readonly tier: TierStanding | null;
  /** The next tier with the points that are missing; null at the top. */
  readonly next: (TierStanding & { readonly missing: number }) | null;
  /** What expires within 30 days, and when it begins to; null when nothing does. */
  readonly expiring: { readonly points: number; readonly at: string } | null;
}

/** What is booked. */
export interface PointBooking {
  /** Id of the account. */
  readonly account: string;
  /** A whole number, above zero in, below zero out. */
  readonly points: number;
  /** Why, for people to read. */
  readonly reason: string;
  /** Recognises the booking: a second one with the same key is the first one again. At most 200 characters. */
  readonly sourceKey?: string;
}

/** Reads and moves points. It acts without limits of permission: ask for them first. */
export interface LoyaltyPoints {
  /** The balance of an account. @throws TesseraError `CORE_RECORD_MISSING`. */
  balance(account: string): Promise<PointBalance>;
  /** Adds points that were earned. Answers the id of the entry. */
  earn(booking: PointBooking): Promise<string>;
  /** Adds or takes points by hand. @throws TesseraError `LOYALTY_POINTS_SHORT` when there are too few. */
  adjust(booking: PointBooking): Promise<string>;
  /** Uses points, the oldest first; `points` is above zero. @throws TesseraError `LOYALTY_POINTS_SHORT`. */
  redeem(booking: PointBooking): Promise<string>;
  /**
   * Takes an entry back; a second time is the first time again. Answers the id of the entry that does it.
   * @throws TesseraError `LOYALTY_ENTRY_FINAL` for an entry that takes back or expires itself; `LOYALTY_POINTS_SHORT`
   * when the points have been used and the settings want no balance below zero.
   */
  reverse(entry: string, reason: string): Promise<string>;
}

declare module '@tessera/sdk' {
  interface EntityTypes {
    'loyalty.entry': typeof Entry;
    'loyalty.tier': typeof Tier;
  }
  interface PermissionTypes {
    /** Book points by hand. */
    'loyalty.entry.adjust': true;
    /** Take an entry of the ledger back. */
    'loyalty.entry.reverse': true;
  }
  interface ServiceTypes {
    'loyalty.points': LoyaltyPoints;
  }
}

/** The token of {@link LoyaltyPoints}. */
export const LoyaltyPoints: ServiceToken<LoyaltyPoints> = serviceToken('loyalty.points');
