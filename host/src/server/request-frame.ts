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

/** What is around every request: an id, the caller's address, headers, and one line of log, without what a query says. */
export interface RequestFrame {
  /** `env` is what the server gave with the request. */
  begin(request: Request, path: string, env: unknown): FramedRequest;
  /** What every answer has, whoever made it; a page has a content policy of its own. */
  headersOf(framed: FramedRequest): Readonly<Record<string, string>>;
  /** Writes the line of log. */
  end(framed: FramedRequest, status: number, userId: string | null | undefined): void;
}

/** A request that the server answers. */
export interface FramedRequest {
  readonly requestId: string;
  readonly address: string;
  readonly method: string;
  /** As a log may have it. */
  readonly path: string;
  readonly start: number;
}

/** What the browser may read of an answer to another origin, should a proxy allow that. */
const EXPOSED = 'ETag, Link, Location, X-Batch, X-Request-Id, X-Total-Count, X-Total-Count-Exact';
const GIVEN_ID = /^[\w-]{8,64}$/;
const POLICY = 'Content-Security-Policy';

export function createRequestFrame(options: FrameOptions): RequestFrame {
  const always = {
    ...Object.fromEntries(securityHeaders(options.publicUrl)),
    [POLICY]: NOTHING_POLICY,
    'Access-Control-Expose-Headers': EXPOSED,
  };
  return {
    begin(request, path, env) {
      const given = request.headers.get('x-request-id');
      const { incoming } = (env ?? {}) as { readonly incoming?: IncomingMessage };
      return {
        requestId: given && GIVEN_ID.test(given) ? given : randomUUID(),
        address: callerAddress(
          incoming?.socket.remoteAddress ?? '',
          request.headers.get('x-forwarded-for') ?? undefined,
          options.proxyHops,
        ),
        method: request.method,
        path: pathWithoutTokens(path),
        start: performance.now(),
      };
    },
    headersOf: ({ requestId }) => ({
      ...always,
      'X-Request-Id': requestId,
      ...(options.isStopping() ? { Connection: 'close' } : {}),
    }),
    end({ requestId, address, method, path, start }, status, userId) {
      const level = path === '/healthz' || path === '/readyz' ? 'debug' : 'info';
      options.log[level]('request', {
        requestId,
        method,
        path,
        status,
        milliseconds: Math.round((performance.now() - start) * 10) / 10,
        user: userId ?? undefined,
        address,
      });
    },
  };
}

/** Puts the frame around what the routes answer. */
export function framed(frame: RequestFrame): MiddlewareHandler<HostEnv> {
  return async (c, next) => {
    const request = frame.begin(c.req.raw, c.req.path, c.env);
    c.set('requestId', request.requestId);
    c.set('address', request.address);
    await next();
    dress(c.res.headers, frame.headersOf(request));
    frame.end(request, c.res.status, c.var.authenticated?.principal.userId);
  };
}

/** Sets the headers of the frame on an answer that was made without them. */
export function dress(headers: Headers, given: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(given))
    if (name !== POLICY || !headers.has(POLICY)) headers.set(name, value);
}
