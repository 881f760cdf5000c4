import { errors } from '../errors.ts';
import { TesseraError } from '../tessera-error.ts';
import type { Logger } from '../plugin/context.ts';

/** The request that ended with an error, as far as an answer and the log need it. */
export interface FailedRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly log: Logger;
}

/**
 * Turns what was thrown into an answer: the one place where errors become responses. What Tessera did not throw on
 * purpose is logged and answered as `CORE_INTERNAL`, without its message. Source: RFC 9457.
 */
export function problemResponse(thrown: unknown, request: FailedRequest): Response {
  const error = thrown instanceof TesseraError ? thrown : errors.internal({}, { cause: thrown });
  if (error.status >= 500 && error.status !== 503) {
    const cause = error.cause ?? error;
    request.log.error(error.message, {
      code: error.code,
      requestId: request.requestId,
      method: request.method,
      path: request.path,
      error: cause instanceof Error ? (cause.stack ?? cause.message) : JSON.stringify(cause),
    });
  }
  return new Response(JSON.stringify(problemOf(error, request.requestId)), {
    status: error.status,
    headers: { 'Content-Type': 'application/problem+json', ...headersOf(error) },
  });
}

/** The body of a problem. `message` repeats `detail`: clients of json-server APIs show that name. */
function problemOf(error: TesseraError, requestId: string): Readonly<Record<string, unknown>> {
  const { code: reasonCode, ...details } = error.details;
  return {
    ...details,
    ...(reasonCode === undefined ? {} : { reasonCode }),
    type: `urn:tessera:error:${error.code}`,
    title: titleOf(error.code),
    status: error.status,
    code: error.code,
    detail: error.message,
    message: error.message,
    errors: error.problems,
    requestId,
  };
}

/** `CORE_RECORD_MISSING` → `Record missing`. */
function titleOf(code: string): string {
  const words = code.split('_').slice(1).join(' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function headersOf(error: TesseraError): Record<string, string> {
  const headers: Record<string, string> = { 'Cache-Control': 'no-store' };
  if (error.status === 401) headers['WWW-Authenticate'] = 'Bearer';
  if (error.status === 503) headers['Retry-After'] = '1';
  const { retryAfter, allow } = error.details;
  if (typeof retryAfter === 'number') headers['Retry-After'] = String(Math.ceil(retryAfter));
  if (typeof allow === 'string') headers['Allow'] = allow;
  return headers;
}
