import { parse } from 'hono/utils/cookie';
import { errors as coreErrors, type Kernel, type Principal } from '@tessera/core';
import { useApiToken } from './api-tokens.ts';
import { isOpaqueToken } from './opaque-token.ts';
import { useSession } from './sessions.ts';

/** Name of the session's cookie. */
export const SESSION_COOKIE = 'tessera_session';

/** Who sent a request, and how that was shown. Neither session nor token: nobody. */
export interface Authenticated {
  readonly principal: Principal;
  readonly session?: { readonly id: string };
  readonly token?: { readonly id: string };
}

/** Nobody: has no role, so may do nothing that is not public. */
const anonymous: Principal = {
  kind: 'anonymous',
  userId: null,
  name: 'anonymous',
  teamIds: [],
  managedTeamIds: [],
  roles: [],
  policyVersion: 0,
  unlimited: false,
};

/**
 * Finds out who sent a request, from its API token or its session, with the user's roles and status as they are now. A session
 * that has ended is nobody.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` when an API token was sent and is not, or no longer, good.
 */
export async function authenticate(kernel: Kernel, request: Request): Promise<Authenticated> {
  const now = kernel.assembly.clock.now();
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const [scheme, sent = ''] = authorization.trim().split(/\s+/);
    const token =
      scheme?.toLowerCase() === 'bearer' && isOpaqueToken(sent)
        ? await useApiToken(kernel.database, sent, now)
        : undefined;
    const principal = token && (await kernel.principal(token.userId, 'token', token));
    if (!principal) throw coreErrors.notSignedIn();
    return { principal, token: { id: token.id } };
  }
  const sent = parse(request.headers.get('cookie') ?? '', SESSION_COOKIE)[SESSION_COOKIE];
  if (!sent || !isOpaqueToken(sent)) return { principal: anonymous };
  const session = await useSession(kernel.database, sent, now);
  const principal = session && (await kernel.principal(session.userId, 'user', session));
  return principal ? { principal, session: { id: session.id } } : { principal: anonymous };
}
