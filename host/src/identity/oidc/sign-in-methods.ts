import { Hono } from 'hono';
import type { Identity } from '../identity.ts';
import { listOidcProviders } from './oidc-providers.ts';

/** `GET /api/auth/methods`: what the door offers. Public, so it names providers and nothing else of them. */
export function signInMethodRoutes({ kernel, signInPolicy }: Identity): Hono {
  return new Hono().get('/api/auth/methods', async (c) => {
    const providers = await listOidcProviders(kernel.database);
    c.header('Cache-Control', 'no-store');
    return c.json({
      password: true,
      reset: true,
      passwordLength: signInPolicy().passwordLength,
      providers: providers
        .filter(({ isActive }) => isActive)
        .map(({ id, label }) => ({ id, label })),
    });
  });
}
