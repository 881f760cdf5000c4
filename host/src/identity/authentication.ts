import {
  errors as coreErrors,
  scopedPrincipal,
  viewAs,
  type Kernel,
  type Principal,
} from '@tessera/core';
import { useApiToken, type UsedToken } from './api-tokens.ts';
import { isOpaqueToken, type Audience } from './opaque-token.ts';
import { sentCookies, type SentCookie } from './session-cookie.ts';
import { useSession, type SessionPolicy, type UsedSession } from './sessions.ts';
import { endExpiredView, viewEnds } from './viewing.ts';

/** Who sent a request, and how that was shown. Neither session nor token: nobody. */
export interface Authenticated {
  /** Whose rights hold: the user's, or those of whom he looks through the eyes of. */
  readonly principal: Principal;
  readonly session?: OpenSession;
  readonly token?: { readonly id: string; readonly userId: string };
}

/** The session of a request. */
export interface OpenSession {
  readonly id: string;
  /** Who signed in, also while he looks through another's eyes. */
  readonly userId: string;
  readonly audience: Audience;
  /** Who looks through the principal's eyes. */
  readonly viewer?: Principal;
  /** When that ends by itself. */
  readonly viewedUntil?: Date;
  /** He looked through another's eyes until this request. */
  readonly hasViewEnded?: boolean;
  /** The token of a cookie that is to get its new name. */
  readonly oldCookie?: string;
}

/** What authenticating goes by. */
export interface AuthenticationOptions {
  /** Whether people reach the host over https; cookies have another name then. */
  readonly isSecure?: boolean | undefined;
  readonly policy?: SessionPolicy | undefined;
  /** Where the request came from; a token keeps the last one. */
  readonly address?: string | undefined;
  /** Asked for a page that is merely open, which is no use of the session. */
  readonly isWatching?: boolean | undefined;
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
export async function authenticate(
  kernel: Kernel,
  request: Request,
  options: AuthenticationOptions = {},
): Promise<Authenticated> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return byToken(kernel, authorization, options);
  for (const cookie of sentCookies(request, options.isSecure ?? false)) {
    const found = await bySession(kernel, cookie, options);
    if (found) return found;
  }
  return { principal: anonymous };
}

async function byToken(
  kernel: Kernel,
  authorization: string,
  { address }: AuthenticationOptions,
): Promise<Authenticated> {
  const [scheme, sent = ''] = authorization.trim().split(/\s+/);
  const token =
    scheme?.toLowerCase() === 'bearer' && isOpaqueToken(sent)
      ? await useApiToken(kernel.database, sent, kernel.assembly.clock.now(), address)
      : undefined;
  const principal = token && (await kernel.principal(token.userId, kindOf(token), token));
  if (!principal) throw coreErrors.notSignedIn();
  return {
    principal: scopedPrincipal(principal, token.scopes ?? undefined, token.id),
    token: { id: token.id, userId: token.userId },
  };
}

async function bySession(
  kernel: Kernel,
  cookie: SentCookie,
  { policy, isWatching = false }: AuthenticationOptions,
): Promise<Authenticated | undefined> {
  const now = kernel.assembly.clock.now();
  const use = { isWatching, ...(policy ? { policy } : {}) };
  const session = await useSession(kernel.database, cookie.token, now, use);
  // A session opens by the cookie of its user's audience alone; since cookies have a prefix, not by one without it.
  if (!session || session.audience !== cookie.audience) return undefined;
  if (cookie.isOld && session.isPrefixed) return undefined;
  const principal = await kernel.principal(
    session.userId,
    session.audience === 'portal' ? 'portal' : 'user',
    session,
  );
  if (!principal) return undefined;
  const { id, userId, audience } = session;
  const open: OpenSession = {
    id,
    userId,
    audience,
    ...(cookie.isOld ? { oldCookie: cookie.token } : {}),
  };
  if (session.viewingAs === null) return { principal, session: open };
  return throughOtherEyes(kernel, principal, session, open);
}

/** As whom its user looks at things; as himself again when he may not, or not any longer. */
async function throughOtherEyes(
  kernel: Kernel,
  viewer: Principal,
  session: UsedSession,
  open: OpenSession,
): Promise<Authenticated> {
  const seen = await kernel.principal(session.viewingAs ?? '', 'user');
  if (await endExpiredView(kernel, viewer, session, seen))
    return { principal: viewer, session: { ...open, hasViewEnded: true } };
  if (!seen) return { principal: viewer, session: open };
  const impersonator = { userId: session.userId, name: viewer.name };
  const viewedUntil = viewEnds(session.viewingSince);
  return { principal: viewAs(seen, impersonator), session: { ...open, viewer, viewedUntil } };
}

function kindOf({ audience }: UsedToken): Principal['kind'] {
  return audience === 'portal' ? 'portal' : 'token';
}
