import { Hono } from 'hono';
import { credentialRoutes } from './credential-routes.ts';
import { handOverRoutes } from './hand-over-routes.ts';
import type { Identity } from './identity.ts';
import { createOidcClient } from './oidc/oidc-client.ts';
import { oidcProviderRoutes } from './oidc/oidc-provider-routes.ts';
import { oidcRoutes } from './oidc/oidc-routes.ts';
import { signInMethodRoutes } from './oidc/sign-in-methods.ts';
import { passwordResetRoutes } from './password-reset-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { profileRoutes } from './profile-routes.ts';
import { secondFactorRoutes } from './second-factor-routes.ts';
import type { AddressOf } from './session-cookie.ts';
import { signInPolicyRoutes } from './sign-in-policy-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { userRoutes } from './user-routes.ts';
import { viewAsRoutes } from './view-as-routes.ts';

/** Every route of identity, with its whole path; errors are thrown for the server to answer. */
export function identityRoutes(identity: Identity, addressOf: AddressOf): Hono {
  const client = createOidcClient(identity.box);
  return new Hono()
    .route('/', signInRoutes(identity, addressOf))
    .route('/', passwordResetRoutes(identity, addressOf))
    .route('/', secondFactorRoutes(identity, addressOf))
    .route('/', signInPolicyRoutes(identity, addressOf))
    .route('/', signInMethodRoutes(identity))
    .route('/', oidcRoutes(identity, client, addressOf))
    .route('/', oidcProviderRoutes(identity, client, addressOf))
    .route('/', profileRoutes(identity, addressOf))
    .route('/', userRoutes(identity, addressOf))
    .route('/', credentialRoutes(identity))
    .route('/', peopleRoutes(identity))
    .route('/', viewAsRoutes(identity))
    .route('/', handOverRoutes(identity));
}
