import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { SESSION_COOKIE } from './authentication.ts';
import type { Identity } from './identity.ts';
import { SESSION_MS, type Visitor } from './sessions.ts';

/** Finds the address of who sent a request; the host decides whether a proxy is believed. */
export type AddressOf = (context: Context) => string | undefined;

export function setSessionCookie(c: Context, identity: Identity, token: string): void {
  setCookie(c, SESSION_COOKIE, token, { ...attributes(identity), maxAge: SESSION_MS / 1000 });
}

export function clearSessionCookie(c: Context, identity: Identity): void {
  deleteCookie(c, SESSION_COOKIE, attributes(identity));
}

export function visitorOf(c: Context, addressOf: AddressOf): Visitor {
  return { address: addressOf(c), userAgent: c.req.header('user-agent') };
}

function attributes(identity: Identity): {
  httpOnly: true;
  sameSite: 'Lax';
  secure: boolean;
  path: '/';
} {
  return {
    httpOnly: true,
    sameSite: 'Lax',
    secure: identity.publicUrl().startsWith('https:'),
    path: '/',
  };
}
