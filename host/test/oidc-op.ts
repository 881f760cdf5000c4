import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, type Configuration } from 'oidc-provider';

/** Somebody whom the provider of a test knows. */
export interface OidcUser {
  readonly name?: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly amr?: readonly string[];
}

/** A real provider of identities on loopback, which lets in whoever it is told to. */
export interface OidcOp {
  readonly issuer: string;
  /** Starts it for one client, once it is known where browsers come back to. */
  serve(redirectUri: string): void;
  /** Who sits at the browser from now on; undefined presses “cancel”. */
  who(subject: string | undefined, user?: OidcUser): void;
  close(): Promise<void>;
}

export const CLIENT = { id: 'tessera', secret: 'a secret of the client' };

export async function startOidcOp(): Promise<OidcOp> {
  const users = new Map<string, OidcUser>();
  let present: string | undefined;
  const server: Server = createServer((_request, response) => response.writeHead(503).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    serve(redirectUri) {
      const provider = new Provider(issuer, configuration(redirectUri, users));
      const answer = provider.callback();
      server.removeAllListeners('request');
      server.on('request', (request, response) => {
        if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
        const result = present
          ? { login: { accountId: present } }
          : { error: 'access_denied', error_description: 'cancelled' };
        void provider.interactionFinished(request, response, result);
      });
    },
    who(subject, user) {
      present = subject;
      if (subject !== undefined && user) users.set(subject, user);
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function configuration(redirectUri: string, users: ReadonlyMap<string, OidcUser>): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    cookies: { keys: ['a key of the test'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...users.get(id) }),
    }),
    // Nobody is asked for consent.
    async loadExistingGrant({ oidc }) {
      const { client, session, params } = oidc;
      const grant = new oidc.provider.Grant({
        clientId: client?.clientId ?? '',
        accountId: session?.accountId ?? '',
      });
      grant.addOIDCScope(String(params?.['scope']));
      await grant.save();
      return grant;
    },
  };
}
