import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { errors } from '../errors.ts';
import type { Authenticated } from '../identity/authentication.ts';
import { callerNetwork } from './caller-address.ts';
import type { Authenticate } from './request-facts.ts';

const MINUTE_S = 60;
/** Requests of an address a minute while nobody is signed in. */
const ANONYMOUS_PER_MINUTE = 300;

/** How many requests a caller may send; decided by what the server knows of him, never by what the request says of itself. */
export interface RequestLimits {
  /**
   * Finds out who sent a request and counts it: for the token, the session, or the address where it is neither, or no good.
   * @throws TesseraError `HOST_REQUESTS_TOO_MANY`
   */
  admit(authenticate: Authenticate, request: Request, address: string): Promise<Authenticated>;
  /** Counts a request of somebody who is remembered; answers whether he may send it. */
  allows(remembered: Authenticated): Promise<boolean>;
}

/** Counts in memory, each host for itself: what is limited is the work of this process. Nothing is limited when it is 0. */
export function createRequestLimits(perMinute: number): RequestLimits {
  if (perMinute === 0)
    return {
      admit: (authenticate, request, address) => authenticate(request, { address }),
      allows: () => Promise.resolve(true),
    };
  const callers = new RateLimiterMemory({ points: perMinute, duration: MINUTE_S });
  const addresses = new RateLimiterMemory({
    points: Math.min(ANONYMOUS_PER_MINUTE, perMinute),
    duration: MINUTE_S,
  });
  return {
    async admit(authenticate, request, address) {
      const found = await authenticate(request, { address }).catch(async (refused: unknown) => {
        await take(addresses, callerNetwork(address));
        throw refused;
      });
      const caller = callerOf(found);
      await (caller ? take(callers, caller) : take(addresses, callerNetwork(address)));
      return found;
    },
    async allows(remembered) {
      const caller = callerOf(remembered);
      if (!caller) return false;
      return callers.consume(caller).then(
        () => true,
        () => false,
      );
    },
  };
}

/** What requests are counted for; undefined for nobody. */
function callerOf({ token, session }: Authenticated): string | undefined {
  if (token) return `token ${token.id}`;
  return session && `session ${session.id}`;
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw errors.requestsTooMany({
      retryAfter: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)),
    });
  }
}
