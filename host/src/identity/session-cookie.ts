import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';
import type { HostEnv } from '../server/host-env.ts';
import type { Identity } from './identity.ts';
import { audienceOf, isOpaqueToken, type Audience } from './opaque-token.ts';
import type { Visitor } from './sessions.ts';

/** Names of the cookies of sessions; over https each has the prefix `__Host-`, which binds it to this host alone. */
const SESSION_COOKIES: Readonly<Record<Audience, string>> = {
  staff: 'tessera_session',
  portal: 'tessera_portal',
};

const PREFIX = '__Host-';
const DAY_S = 24 * 60 * 60;

/** A cookie that may open a session. */
export interface SentCookie {
  readonly token: string;
  readonly audience: Audience;
  /** It has the name from before the prefix. */
  readonly isOld: boolean;
}

/** Finds the address of who sent a request; the host decides whether a proxy is believed. */
export type AddressOf = (context: Context) => string | undefined;

/** The sessions that a request shows, in the order in which they are tried. */
export function sentCookies(request: Request, isSecure: boolean): readonly SentCookie[] {
  const cookies = parse(request.headers.get('cookie') ?? '');
  return (['staff', 'portal'] as const).flatMap((audience) => {
    const name = SESSION_COOKIES[audience];
    const names = isSecure ? [PREFIX + name, name] : [name];
    return names.flatMap((one) => {
      const token = cookies[one];
      return token && isOpaqueToken(token) && audienceOf(token) === audience
        ? [{ token, audience, isOld: isSecure && one === name }]
        : [];
    });
  });
}

/** Hands a session to the browser, by the cookie of its audience. */
export function setSessionCookie(c: Context, identity: Identity, token: string): void {
  const isSecure = isHttps(identity);
  const maxAge = identity.signInPolicy().sessionDays * DAY_S;
  setCookie(c, nameOf(audienceOf(token), isSecure), token, { ...attributes(isSecure), maxAge });
}

/** Takes the cookie of an audience away, also one from before the prefix. */
export function clearSessionCookie(
  c: Context,
  identity: Identity,
  audience: Audience = 'staff',
): void {
  const isSecure = isHttps(identity);
  deleteCookie(c, nameOf(audience, isSecure), attributes(isSecure));
  if (isSecure) clearOldCookie(c, audience);
}

/** Gives the cookie of a request its name with the prefix, where it came without. */
export function renewSessionCookie(c: Context<HostEnv>, identity: Identity): void {
  const session = c.var.authenticated?.session;
  if (!session?.oldCookie) return;
  setSessionCookie(c, identity, session.oldCookie);
  clearOldCookie(c, session.audience);
}

export function visitorOf(c: Context, addressOf: AddressOf): Visitor {
  return { address: addressOf(c), userAgent: c.req.header('user-agent') };
}

/** Whether people reach the host over https. */
export function isHttps({ publicUrl }: Pick<Identity, 'publicUrl'>): boolean {
  return publicUrl().startsWith('https:');
}

function clearOldCookie(c: Context, audience: Audience): void {
  deleteCookie(c, SESSION_COOKIES[audience], attributes(true));
}

function nameOf(audience: Audience, isSecure: boolean): string {
  return isSecure ? PREFIX + SESSION_COOKIES[audience] : SESSION_COOKIES[audience];
}

function attributes(isSecure: boolean): {
  httpOnly: true;
  sameSite: 'Lax';
  secure: boolean;
  path: '/';
} {
  return { httpOnly: true, sameSite: 'Lax', secure: isSecure, path: '/' };
}
