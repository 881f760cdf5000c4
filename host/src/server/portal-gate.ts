import { errors as coreErrors, type Kernel } from '@tessera/core';
import type { MiddlewareHandler } from 'hono';
import { errors } from '../errors.ts';
import type { HostEnv } from './host-env.ts';
import { servePlugin } from './plugin-gate.ts';

/** What users of the portal reach of the host itself; what else there is, is for those who work here. */
const OPEN = [
  /^\/api\/auth\/(?:me|profile|logout|login|password|methods)$/,
  /^\/api\/auth\/(?:login|password-reset|second-factor|invitations|sessions)\//,
  /^\/api\/auth\/(?:second-factor|sessions|password-reset)$/,
];

/**
 * Keeps users of the portal away from the host's own routes. Below `/api/<plugin>` each route says whom it is for, so those go to the plugins at
 * once, past the host's routes on records.
 * @throws TesseraError `HOST_PORTAL_ONLY`
 */
export function portalGate(kernel: Kernel): MiddlewareHandler<HostEnv> {
  return async (c, next) => {
    const { principal } = c.var.authenticated;
    const { path } = c.req;
    if (principal.kind !== 'portal' || OPEN.some((open) => open.test(path))) return next();
    const plugin = path.split('/', 3)[2] ?? '';
    if (kernel.switching.has(plugin)) throw coreErrors.pluginUnavailable({ id: plugin });
    if (plugin === 'tessera' || !kernel.assembly.instances.has(plugin)) throw errors.portalOnly();
    return servePlugin(kernel, c);
  };
}
