import type { Database } from '@tessera/core';
import type { Authenticated } from './authentication.ts';
import { createStandingQuestion, type StandingQuestion, type StandingSql } from './standing.ts';

/** Somebody who was authenticated in full a short while ago, and what is to be asked before he is answered. */
export interface Presumed {
  readonly authenticated: Authenticated;
  readonly standing: StandingQuestion;
}

/** Who was found by a full authentication. */
export interface Finding {
  readonly authenticated: Authenticated;
  /** His standing as text, as the database told it. */
  readonly standing: string;
  /** When he has to be authenticated in full again, so that the use of the token or session is written down. */
  readonly until: Date;
}

/** Whom the tokens and sessions of late requests stood for. It saves no question: each answer waits for the standing of now. */
export interface Presumptions {
  keep(hash: Buffer, finding: Finding): void;
  /** Whom the token stood for; undefined when he has to be authenticated in full. */
  find(hash: Buffer, now: Date, standingNow: StandingSql): Presumed | undefined;
}

/** Kept at most; the oldest goes first, and none is older than a minute when it is used. */
const MAXIMUM_KEPT = 10_000;

export function createPresumptions(database: Database): Presumptions {
  const kept = new Map<string, Finding>();
  return {
    keep(hash, finding) {
      const key = keyOf(hash);
      kept.delete(key);
      kept.set(key, finding);
      if (kept.size > MAXIMUM_KEPT) kept.delete(kept.keys().next().value as string);
    },
    find(hash, now, standingNow) {
      const key = keyOf(hash);
      const finding = kept.get(key);
      if (!finding) return undefined;
      if (finding.until <= now) {
        kept.delete(key);
        return undefined;
      }
      const standing = createStandingQuestion(database, finding, standingNow, () =>
        kept.delete(key),
      );
      return { authenticated: finding.authenticated, standing };
    },
  };
}

function keyOf(hash: Buffer): string {
  return hash.toString('latin1');
}
