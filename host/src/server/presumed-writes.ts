import { createDirectWrites, type Kernel, type Lease } from '@tessera/core';
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
    if (!isWriteFor(parts, request, path)) return undefined;
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
    const response = await write(kernel, request, path, framed, lease).catch(problem);
    // What was written must not be written again: where nobody can be asked any more, that is the answer.
    const answer = await standing.holds().then((holds) => (holds ? response : undefined), problem);
    if (answer) frame.end(framed, answer.status, principal.userId);
    return answer;
  };
}

/** A key has the request answered once only, with what is known of it. */
function isWriteFor(parts: PresumedReads, request: Request, path: string): boolean {
  return (
    recordWriteOf(request.method, path, parts.kernel.assembly) !== undefined &&
    isForRecords(parts, request, path) &&
    !request.headers.has('idempotency-key')
  );
}

type Writer = (
  kernel: Kernel,
  raw: Request,
  path: string,
  framed: FramedRequest,
  lease: Lease,
) => Promise<Response | undefined>;

/** Writes in the assembly that is served when it begins, whose paths may be others by then. */
function writerOf({ frame, publicUrl }: PresumedReads): Writer {
  const answer = createDirectWrites();
  return async (kernel, raw, path, framed, lease) => {
    checkOrigin(raw.method, raw.headers, publicUrl);
    const headers = frame.headersOf(framed);
    return kernel.run(lease, async (assembly) => {
      const asked = recordWriteOf(raw.method, path, assembly);
      return asked && answer({ ...asked, raw, headers });
    });
  };
}
