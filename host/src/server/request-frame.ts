import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Logger } from '@tessera/core';
import type { MiddlewareHandler } from 'hono';
import { callerAddress } from './caller-address.ts';
import type { HostEnv } from './host-env.ts';
import { pathWithoutTokens } from './logged-path.ts';
import { NOTHING_POLICY, securityHeaders } from './security-headers.ts';

export interface FrameOptions {
  readonly log: Logger;
  readonly publicUrl: string | undefined;
  readonly proxyHops: number;
  /** A connection that is kept would hold up a host that stops. */
  readonly isStopping: () => boolean;
}

/** What the browser may read of an answer to another origin, should a proxy allow that. */
const EXPOSED = 'ETag, Link, Location, X-Batch, X-Request-Id, X-Total-Count, X-Total-Count-Exact';
const GIVEN_ID = /^[\w-]{8,64}$/;

/** Around every request: an id, the caller's address, headers, and one line of log, without what a query says. */
export function requestFrame(options: FrameOptions): MiddlewareHandler<HostEnv> {
  const headers = securityHeaders(options.publicUrl);
  return async (c, next) => {
    const start = performance.now();
    const given = c.req.header('x-request-id');
    const requestId = given && GIVEN_ID.test(given) ? given : randomUUID();
    const incoming = (c.env as { incoming?: IncomingMessage } | undefined)?.incoming;
    const address = callerAddress(
      incoming?.socket.remoteAddress ?? '',
      c.req.header('x-forwarded-for'),
      options.proxyHops,
    );
    c.set('requestId', requestId);
    c.set('address', address);
    await next();

    const response = c.res.headers;
    for (const [name, value] of headers) response.set(name, value);
    if (!response.has('Content-Security-Policy'))
      response.set('Content-Security-Policy', NOTHING_POLICY);
    response.set('X-Request-Id', requestId);
    response.set('Access-Control-Expose-Headers', EXPOSED);
    if (options.isStopping()) response.set('Connection', 'close');
    const { method } = c.req;
    const path = pathWithoutTokens(c.req.path);
    const level = path === '/healthz' || path === '/readyz' ? 'debug' : 'info';
    options.log[level]('request', {
      requestId,
      method,
      path,
      status: c.res.status,
      milliseconds: Math.round((performance.now() - start) * 10) / 10,
      user: c.var.authenticated?.principal.userId ?? undefined,
      address,
    });
  };
}
