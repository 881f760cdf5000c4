import { createDirectWrites, type Assembly, type Lease } from '@tessera/core';
import { getPath } from 'hono/utils/url';
import { checkOrigin } from './origin.ts';
import { sourceOf } from './plugin-gate.ts';
import { admitPresumed, isForRecords, problemOf, type PresumedReads } from './presumed-reads.ts';
import { recordWriteOf } from './record-writes.ts';
import type { FramedRequest } from './request-frame.ts';

/**
 * Answers writes of one record for callers who are remembered, in front of all routes and middleware: the statement that comes first asks whether
 * they still stand as they did, and nothing is written otherwise. Undefined when the request has to go the whole way, also when the caller does not
 * stand so any more; nothing has been done by then.
 */
export function createPresumedWrites(
  parts: PresumedReads,
): (request: Request, env: unknown) => Promise<Response | undefined> {
  const { kernel, frame } = parts;
  const write = writerOf(parts);
  return async (request, env) => {
    const path = getPath(request);
    const { assembly } = kernel;
    const asked = recordWriteOf(request.method, path, assembly);
    if (!asked || !isWriteFor(parts, request, path)) return undefined;
    const { authenticated, standing } = (await admitPresumed(parts, request)) ?? {};
    if (!authenticated || !standing) return undefined;
    const framed = frame.begin(request, path, env);
    const { requestId, address } = framed;
    const { principal } = authenticated;
    const source = sourceOf(authenticated);
    const lease = {
      principal,
      source,
      requestId,
      address,
      standing,
      // Hardly anybody asks for it; it is made when somebody does.
      get signal() {
        return request.signal;
      },
    };
    const problem = (error: unknown): Response => problemOf(parts, framed, error);
    // Another assembly may be served when it begins, whose paths are others.
    const askedOf = (served: Assembly): AskedWrite | undefined =>
      served === assembly ? asked : recordWriteOf(request.method, path, served);
    const response = await write(request, askedOf, framed, lease).catch(problem);
    // What was written must not be written again: where nobody can be asked any more, that is the answer.
    const answer = await standing.holds().then((holds) => (holds ? response : undefined), problem);
    if (answer) frame.end(framed, answer.status, principal.userId);
    return answer;
  };
}

/** A key has the request answered once only, with what is known of it. */
function isWriteFor(parts: PresumedReads, request: Request, path: string): boolean {
  return isForRecords(parts, request, path) && !request.headers.has('idempotency-key');
}

type AskedWrite = NonNullable<ReturnType<typeof recordWriteOf>>;

type Writer = (
  raw: Request,
  askedOf: (assembly: Assembly) => AskedWrite | undefined,
  framed: FramedRequest,
  lease: Lease,
) => Promise<Response | undefined>;

/** Writes in the assembly that is served when it begins. */
function writerOf({ kernel, frame, publicUrl }: PresumedReads): Writer {
  const answer = createDirectWrites();
  return async (raw, askedOf, framed, lease) => {
    checkOrigin(raw.method, raw.headers, publicUrl);
    const headers = frame.headersOf(framed);
    return kernel.run(lease, async (assembly) => {
      const asked = askedOf(assembly);
      return asked && answer({ ...asked, raw, headers });
    });
  };
}
