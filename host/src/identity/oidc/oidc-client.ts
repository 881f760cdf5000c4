import type * as openid from 'openid-client';
import type { Identity } from '../identity.ts';
import { errors } from './errors.ts';
import { isLoopback } from './issuer.ts';
import type { OidcLogin } from './oidc-logins.ts';
import type { OidcProvider } from './oidc-providers.ts';

/** Whom a provider vouches for. */
export interface OidcPerson {
  readonly subject: string;
  readonly name: string | undefined;
  /** Undefined where the provider does not vouch for it. */
  readonly email: string | undefined;
  /** The provider has asked for a second factor. */
  readonly isStrong: boolean;
}

/** Talks to providers; remembers for an hour what they say of themselves. */
export interface OidcClient {
  /** @throws TesseraError `HOST_OIDC_UNREACHABLE` */
  discover(provider: OidcProvider): Promise<openid.ServerMetadata>;
  /** Where the browser goes. @throws TesseraError `HOST_OIDC_UNREACHABLE` */
  authorizationUrl(
    provider: OidcProvider,
    login: Pick<OidcLogin, 'nonce' | 'verifier'> & { readonly state: string },
    redirectUri: string,
  ): Promise<string>;
  /** Redeems the code in the address that the browser came back to; every check of the protocol is made here. */
  redeem(
    provider: OidcProvider,
    login: OidcLogin & { readonly state: string },
    address: URL,
  ): Promise<OidcPerson>;
}

const TIMEOUT_S = 10;
const REMEMBERED_MS = 60 * 60_000;
const STRONG = new Set(['mfa', 'otp', 'hwk']);

/** Megabytes that a host needs only where people sign in by a provider. */
const protocol = (): Promise<typeof openid> => import('openid-client');

interface Known {
  readonly version: number;
  readonly until: number;
  readonly configuration: openid.Configuration;
}

export function createOidcClient(box: Identity['box']): OidcClient {
  const known = new Map<string, Known>();
  const configurationOf = async (
    provider: OidcProvider,
    isFresh = false,
  ): Promise<openid.Configuration> => {
    const held = known.get(provider.id);
    if (!isFresh && held?.version === provider.version && held.until > Date.now())
      return held.configuration;
    const configuration = await discover(provider, box);
    const until = Date.now() + REMEMBERED_MS;
    known.set(provider.id, { version: provider.version, until, configuration });
    return configuration;
  };
  return {
    async discover(provider) {
      return (await configurationOf(provider, true)).serverMetadata();
    },
    async authorizationUrl(provider, { nonce, verifier, state }, redirectUri) {
      const client = await protocol();
      const configuration = await configurationOf(provider);
      return client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: provider.scopes.join(' '),
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      }).href;
    },
    async redeem(provider, { nonce, verifier, state }, address) {
      const client = await protocol();
      const configuration = await configurationOf(provider);
      const tokens = await client.authorizationCodeGrant(configuration, address, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('The provider sent no ID token.');
      // Many providers tell the address only to those who ask for it with the access token.
      const told =
        claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint
          ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : {};
      return personOf({ ...told, ...claims });
    },
  };
}

async function discover(
  provider: OidcProvider,
  box: Identity['box'],
): Promise<openid.Configuration> {
  const { issuer, clientId, closedSecret, label } = provider;
  const url = new URL(issuer);
  const secret = closedSecret === null ? undefined : box.open(closedSecret);
  const isPlain = url.protocol === 'http:' && isLoopback(url);
  const client = await protocol();
  try {
    return await client.discovery(
      url,
      clientId,
      undefined,
      secret === undefined ? client.None() : showSecret(secret, client),
      { timeout: TIMEOUT_S, execute: isPlain ? [client.allowInsecureRequests] : [] },
    );
  } catch (cause) {
    throw errors.oidcUnreachable({ label, reason: reasonOf(cause) }, { cause });
  }
}

/** In the way that the provider supports; its metadata without one means “basic”. Source: OpenID Connect Discovery 1.0 §3. */
function showSecret(secret: string, client: typeof openid): openid.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

function personOf(claims: Readonly<Record<string, unknown>>): OidcPerson {
  const { sub, name, preferred_username: shortName, email, amr } = claims;
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  return {
    subject: String(sub),
    name: text(name) ?? text(shortName),
    email: claims['email_verified'] === true ? text(email) : undefined,
    isStrong: Array.isArray(amr) && amr.some((method) => STRONG.has(method)),
  };
}

/** What went wrong, without what the other side has answered. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: unknown };
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? `${code}.` : `${message ?? 'it does not answer'}.`;
}
