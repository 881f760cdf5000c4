import { errors as coreErrors, type Kernel, type Lease, type Source } from '@tessera/core';
import { Hono, type Context } from 'hono';
import type { Authenticated } from '../identity/authentication.ts';
import { requireUser } from '../identity/permission.ts';
import { readChangeReason } from './change-reason.ts';
import type { HostEnv } from './host-env.ts';

/** How a change by this caller is recorded. @throws TesseraError `CORE_REQUEST_INVALID` when the reason that is sent cannot be read */
export function leaseOf(c: Context<HostEnv>): Lease {
  const { authenticated, requestId, address } = c.var;
  const { principal } = authenticated;
  const reason = readChangeReason(c.req.header('x-change-reason'));
  const source = sourceOf(authenticated);
  return { principal, source, requestId, address, reason, signal: c.req.raw.signal };
}

/** How a request came in. */
export function sourceOf({ principal, token }: Authenticated): Source {
  return principal.kind === 'portal' ? 'portal' : token ? 'api' : 'ui';
}

/** Runs the work of one request as the user who sent it. @throws TesseraError `CORE_NOT_SIGNED_IN` when it was nobody. */
export function runAsUser<T>(
  kernel: Kernel,
  c: Context<HostEnv>,
  work: () => Promise<T>,
): Promise<T> {
  requireUser(c.var.authenticated.principal);
  return kernel.run(leaseOf(c), work);
}

/** Answers a request below `/api/<plugin>`, under one lease, in the assembly that is served when it comes. */
export async function servePlugin(kernel: Kernel, c: Context<HostEnv>): Promise<Response> {
  return kernel.run(leaseOf(c), async (assembly) => assembly.routes.fetch(c.req.raw));
}

/**
 * `/api/<plugin>/…`
 * @throws TesseraError `CORE_PLUGIN_UNAVAILABLE` while the plugin is being switched
 */
export function pluginGate(kernel: Kernel): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  app.all('/api/*', (c) => {
    const id = c.req.path.split('/', 3)[2] ?? '';
    if (kernel.switching.has(id)) throw coreErrors.pluginUnavailable({ id });
    return servePlugin(kernel, c);
  });
  return app;
}
