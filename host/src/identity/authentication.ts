import {
  anonymousPrincipal,
  errors as coreErrors,
  scopedPrincipal,
  viewAs,
  type Kernel,
  type Principal,
} from '@tessera/core';
import { tokenStanding, useApiToken, type UsedToken } from './api-tokens.ts';
import { hashToken, isOpaqueToken, type Audience } from './opaque-token.ts';
import type { Presumed, Presumptions } from './presumptions.ts';
import { sentCookies, type SentCookie } from './session-cookie.ts';
import { sessionStanding, useSession, type SessionPolicy, type UsedSession } from './sessions.ts';
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
  /** Remembers for a moment who was found. */
  readonly presumptions?: Presumptions | undefined;
}

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
  return { principal: anonymousPrincipal() };
}

/**
 * Whom a request stands for by what was found for its token or session within the last minute; undefined when that is not known, or is more than
 * a plain user of the staff. Nobody has asked whether it still is so: `standing` does.
 */
export function presume(
  kernel: Kernel,
  request: Request,
  { isSecure, policy, presumptions }: AuthenticationOptions,
): Presumed | undefined {
  const now = kernel.assembly.clock.now();
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const sent = bearerOf(authorization);
    const hash = sent === undefined ? undefined : hashToken(sent);
    return hash && presumptions?.find(hash, now, (values) => tokenStanding(hash, now, values));
  }
  const [cookie] = sentCookies(request, isSecure ?? false);
  if (!cookie) return undefined;
  const hash = hashToken(cookie.token);
  return presumptions?.find(hash, now, (values) => sessionStanding(hash, now, values, policy));
}

async function byToken(
  kernel: Kernel,
  authorization: string,
  { address, presumptions }: AuthenticationOptions,
): Promise<Authenticated> {
  const sent = bearerOf(authorization);
  const token =
    sent === undefined
      ? undefined
      : await useApiToken(kernel.database, sent, kernel.assembly.clock.now(), address);
  const principal = token && (await kernel.principal(token.userId, kindOf(token), token));
  if (sent === undefined || !principal) throw coreErrors.notSignedIn();
  const authenticated = {
    principal: scopedPrincipal(principal, token.scopes ?? undefined, token.id),
    token: { id: token.id, userId: token.userId },
  };
  if (token.audience === 'staff') keep(presumptions, sent, authenticated, token);
  return authenticated;
}

/** The token of an `Authorization` header; undefined when there is none that could be ours. */
function bearerOf(authorization: string): string | undefined {
  const [scheme, sent = ''] = authorization.trim().split(/\s+/);
  return scheme?.toLowerCase() === 'bearer' && isOpaqueToken(sent) ? sent : undefined;
}

function keep(
  presumptions: Presumptions | undefined,
  token: string,
  authenticated: Authenticated,
  { standing, notedUntil }: UsedToken | UsedSession,
): void {
  presumptions?.keep(hashToken(token), { authenticated, standing, until: notedUntil });
}

async function bySession(
  kernel: Kernel,
  cookie: SentCookie,
  { policy, isWatching = false, presumptions }: AuthenticationOptions,
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
  if (session.viewingAs === null) {
    const authenticated = { principal, session: open };
    if (audience === 'staff' && !cookie.isOld)
      keep(presumptions, cookie.token, authenticated, session);
    return authenticated;
  }
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
