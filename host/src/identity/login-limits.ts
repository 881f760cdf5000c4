import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { callerNetwork } from '../server/caller-address.ts';
import { errors } from './errors.ts';

/** Tries that are counted before a password is looked at, and given back when it was right. */
export interface LoginLimits {
  /** @throws TesseraError `HOST_TRIES_TOO_MANY` with `retryAfter` in seconds. */
  take(route: string, address: string, account: string): Promise<void>;
  /** Counts the address alone, for what has no account yet. @throws TesseraError `HOST_TRIES_TOO_MANY` */
  visit(route: string, address: string): Promise<void>;
  giveBack(route: string, address: string, account: string): Promise<void>;
  /** Lifts the lock of an account, once somebody has shown otherwise that it is his. */
  forget(route: string, account: string): Promise<void>;
}

const QUARTER_HOUR_S = 15 * 60;

/**
 * Ten wrong tries lock an account for 15 minutes, from wherever they come and whether or not it exists; an address gets a
 * hundred, since a whole office may share it. Counted in the database, so that all hosts count together.
 */
export function createLoginLimits(pool: Pool): LoginLimits {
  const store = {
    storeClient: pool,
    schemaName: 'tessera',
    tableName: 'rate_limit',
    tableCreated: true,
  };
  const accounts = new RateLimiterPostgres({
    ...store,
    keyPrefix: 'account',
    points: 10,
    duration: QUARTER_HOUR_S,
    blockDuration: QUARTER_HOUR_S,
  });
  const addresses = new RateLimiterPostgres({
    ...store,
    keyPrefix: 'address',
    points: 100,
    duration: QUARTER_HOUR_S,
    clearExpiredByTimeout: true,
  });
  return {
    async take(route, address, account) {
      await consume(addresses, keyOf(route, callerNetwork(address)));
      await consume(accounts, keyOf(route, account));
    },
    visit: (route, address) => consume(addresses, keyOf(route, callerNetwork(address))),
    async giveBack(route, address, account) {
      await accounts.delete(keyOf(route, account));
      await addresses.reward(keyOf(route, callerNetwork(address)));
    },
    async forget(route, account) {
      await accounts.delete(keyOf(route, account));
    },
  };
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw errors.triesTooMany({ retryAfter: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) });
  }
}

/** Addresses of people are not kept as they are. */
function keyOf(route: string, subject: string): string {
  return createHash('sha256').update(`${route}\n${subject}`).digest('base64url');
}
