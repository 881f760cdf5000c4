import { randomBytes } from 'node:crypto';
import { isUuid, TesseraError } from '@tessera/core';
import { Hono, type Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Identity } from '../identity.ts';
import { publicLink } from '../mail-layout.ts';
import { isHttps, setSessionCookie, type AddressOf } from '../session-cookie.ts';
import { callerOf } from '../sign-in-audit.ts';
import { passFirstFactor, startSession, type SignInOutcome } from '../sign-in.ts';
import { errors } from './errors.ts';
import { admitOidcPerson } from './oidc-accounts.ts';
import type { OidcClient, OidcPerson } from './oidc-client.ts';
import { beginOidcLogin, OIDC_LOGIN_S, takeOidcLogin, type OidcLogin } from './oidc-logins.ts';
import { findOidcProvider, type OidcProvider } from './oidc-providers.ts';
import { returnPath } from './return-path.ts';

/** Signing in with a provider: going there, and coming back. Both are visited by browsers, so problems are shown by the start page. */
export function oidcRoutes(identity: Identity, client: OidcClient, addressOf: AddressOf): Hono {
  const { kernel, box, limits, publicUrl } = identity;
  const { database } = kernel;
  const routes = new Hono();
  const now = (): Date => kernel.assembly.clock.now();

  const activeProvider = async (id: string): Promise<OidcProvider> => {
    const provider = isUuid(id) ? await findOidcProvider(database, id) : undefined;
    if (!provider?.isActive) throw errors.oidcProviderMissing({ id });
    return provider;
  };

  routes.get('/api/auth/oidc/:provider', (c) =>
    orProblem(identity, c, async () => {
      await limits.visit('oidc', addressOf(c) ?? 'unknown');
      const provider = await activeProvider(c.req.param('provider'));
      const login: OidcLogin = {
        nonce: randomText(),
        verifier: randomText(),
        returnPath: returnPath(c.req.query('return')),
      };
      const { state, browser } = await beginOidcLogin(database, box, provider.id, login, now());
      const redirectUri = callbackOf(publicUrl(), provider.id);
      const url = await client.authorizationUrl(provider, { ...login, state }, redirectUri);
      setCookie(c, cookieName(identity), browser, {
        ...attributes(identity),
        maxAge: OIDC_LOGIN_S,
      });
      return c.redirect(url);
    }),
  );

  routes.get('/api/auth/oidc/:provider/callback', (c) =>
    orProblem(identity, c, async () => {
      await limits.visit('oidc', addressOf(c) ?? 'unknown');
      const provider = await activeProvider(c.req.param('provider'));
      const state = c.req.query('state') ?? '';
      const browser = getCookie(c, cookieName(identity)) ?? '';
      deleteCookie(c, cookieName(identity), attributes(identity));
      const login = await takeOidcLogin(database, box, provider.id, { state, browser }, now());
      if (!login) throw errors.oidcFailed();
      if (c.req.query('error') !== undefined) throw errors.oidcRefused();
      const address = new URL(callbackOf(publicUrl(), provider.id));
      address.search = new URL(c.req.url).search;
      const person = await redeem(identity, client, provider, { ...login, state }, address);
      const caller = callerOf(c, addressOf);
      const account = await admitOidcPerson(kernel, provider, person, caller);
      const outcome = person.isStrong
        ? await startSession(
            identity,
            account,
            { method: 'oidc', secondFactor: 'provider' },
            caller,
          )
        : await passFirstFactor(identity, account, 'oidc', caller);
      return c.redirect(enter(identity, c, outcome, login.returnPath));
    }),
  );

  return routes;
}

/** Where a provider sends the browser back to. */
export function callbackOf(publicUrl: string, providerId: string): string {
  return publicLink(publicUrl, `/api/auth/oidc/${providerId}/callback`);
}

async function redeem(
  { log }: Identity,
  client: OidcClient,
  provider: OidcProvider,
  login: OidcLogin & { readonly state: string },
  address: URL,
): Promise<OidcPerson> {
  try {
    return await client.redeem(provider, login, address);
  } catch (error) {
    if (error instanceof TesseraError) throw error;
    const { message, code, cause } = error as Error & { code?: string };
    log.error('a sign-in with a provider failed', {
      provider: provider.label,
      error: message,
      code,
      cause: cause instanceof Error ? cause.message : undefined,
    });
    throw errors.oidcFailed({}, { cause: error });
  }
}

/** The path that the browser goes on to, once the session is there or the second factor is asked for. */
function enter(identity: Identity, c: Context, outcome: SignInOutcome, path: string): string {
  if (!('secondFactor' in outcome)) {
    setSessionCookie(c, identity, outcome.token);
    return path;
  }
  const { challenge } = outcome.secondFactor;
  return `/?${new URLSearchParams({ challenge, return: path }).toString()}`;
}

async function orProblem(
  { log }: Identity,
  c: Context,
  work: () => Promise<Response>,
): Promise<Response> {
  c.header('Cache-Control', 'no-store');
  try {
    return await work();
  } catch (error) {
    const isOurs = error instanceof TesseraError;
    if (!isOurs) log.error('a sign-in with a provider failed', { error: String(error) });
    const problem = isOurs ? error.code : errors.templates.oidcFailed.code;
    return c.redirect(`/?${new URLSearchParams({ problem }).toString()}`);
  }
}

/** Nonce or verifier: 256 bits. Source: RFC 7636 §4.1. */
function randomText(): string {
  return randomBytes(32).toString('base64url');
}

/** Over https with the prefix that keeps neighbours on other host names from setting it. */
function cookieName(identity: Identity): string {
  return isHttps(identity) ? '__Host-tessera_oidc' : 'tessera_oidc';
}

/** Lax: the browser comes back from another site, and the cookie must come along. */
function attributes(identity: Identity) {
  return { httpOnly: true, sameSite: 'Lax', secure: isHttps(identity), path: '/' } as const;
}
