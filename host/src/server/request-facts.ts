import type { Context } from 'hono';
import type { Authenticated } from '../identity/authentication.ts';
import type { HostEnv } from './host-env.ts';

/** Asks once a request who sent it: the server's gate and the routes behind it share the answer. */
export function authenticateOnce(
  authenticate: (request: Request) => Promise<Authenticated>,
): (request: Request) => Promise<Authenticated> {
  const known = new WeakMap<Request, Promise<Authenticated>>();
  return (request) => {
    const asked = known.get(request) ?? authenticate(request);
    known.set(request, asked);
    return asked;
  };
}

/** The address of the caller, as the server has found it. */
export function addressOf(c: Context): string | undefined {
  return (c as Context<HostEnv>).var.address || undefined;
}
