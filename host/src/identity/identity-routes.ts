import { Hono } from 'hono';
import { handOverRoutes } from './hand-over-routes.ts';
import type { Identity } from './identity.ts';
import { profileRoutes } from './profile-routes.ts';
import type { AddressOf } from './session-cookie.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { userRoutes } from './user-routes.ts';

/** Every route of identity, with its whole path; errors are thrown for the server to answer. */
export function identityRoutes(identity: Identity, addressOf: AddressOf): Hono {
  return new Hono()
    .route('/', signInRoutes(identity, addressOf))
    .route('/', profileRoutes(identity, addressOf))
    .route('/', userRoutes(identity, addressOf))
    .route('/', handOverRoutes(identity));
}
