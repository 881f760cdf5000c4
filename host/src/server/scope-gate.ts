import { errors as coreErrors } from '@tessera/core';
import type { Authenticated } from '../identity/authentication.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Work that goes on after the request, as the whole user; and what belongs to a person and not to a program. */
const WHOLE = /^\/api\/(?:bulk-runs|imports|views|sample-data)(?:\/|$)/;

/**
 * Keeps API tokens with scopes from what would go on without those scopes. Records and permissions are looked at where they are used.
 * @throws TesseraError `CORE_NOT_PERMITTED`
 */
export function checkScopes(method: string, path: string, { principal }: Authenticated): void {
  if (!principal.scopes || SAFE.has(method) || !WHOLE.test(path)) return;
  throw coreErrors.notPermitted({
    action: 'use',
    entity:
      'what runs in the background, or keeps something of a person: a token with scopes is not enough',
  });
}
