import type { Context } from 'hono';
import type { Authenticated, AuthenticationOptions } from '../identity/authentication.ts';
import type { HostEnv } from './host-env.ts';

/** Finds out who sent a request. */
export type Authenticate = (
  request: Request,
  options?: Pick<AuthenticationOptions, 'address' | 'isWatching'>,
) => Promise<Authenticated>;

/** Asks once a request who sent it: the server's gate and the routes behind it share the answer. */
export function authenticateOnce(authenticate: Authenticate): Authenticate {
  const known = new WeakMap<Request, Promise<Authenticated>>();
  return (request, options) => {
    const asked = known.get(request) ?? authenticate(request, options);
    known.set(request, asked);
    return asked;
  };
}

/** The address of the caller, as the server has found it. */
export function addressOf(c: Context): string | undefined {
  return (c as Context<HostEnv>).var.address || undefined;
}
