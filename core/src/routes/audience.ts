import { errors } from '../errors.ts';
import type { Principal } from '../permissions/policy.ts';
import type { RouteAudience } from './route.ts';

/**
 * Keeps those who work here and those who come from outside apart. Where nothing is said, a route is for those who work here.
 * @throws TesseraError `CORE_AUDIENCE_OTHER`
 */
export function requireAudience({ kind }: Principal, wanted: RouteAudience = 'staff'): void {
  const audience = kind === 'portal' ? 'portal' : 'staff';
  if (wanted !== 'everybody' && wanted !== audience)
    throw errors.audienceOther({ wanted, audience });
}
