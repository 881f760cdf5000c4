import {
  createDirectReads,
  problemResponse,
  type Kernel,
  type Lease,
  type Logger,
} from '@tessera/core';
import { getPath } from 'hono/utils/url';
import type { Presumed } from '../identity/presumptions.ts';
import type { SecondFactorGate } from '../identity/second-factor-gate.ts';
import { checkOrigin } from './origin.ts';
import { sourceOf } from './plugin-gate.ts';
import { recordReadOf } from './record-reads.ts';
import { dress, type FramedRequest, type RequestFrame } from './request-frame.ts';
import type { RequestLimits } from './request-limits.ts';

/** What reading for presumed callers works with. */
export interface PresumedReads {
  readonly kernel: Kernel;
  readonly log: Logger;
  readonly frame: RequestFrame;
  readonly limits: RequestLimits;
  readonly presume: (request: Request) => Presumed | undefined;
  readonly secondFactorGate: Pick<SecondFactorGate, 'isRequired'>;
  readonly publicUrl: string | undefined;
  /** First parts of the paths that the host's own routes have below `/api`. */
  readonly taken: ReadonlySet<string>;
}

/**
 * Answers reads of records for callers who are remembered, in front of all routes and middleware: whether somebody still stands as he did is asked
 * within the read, so that it is one statement. Undefined when the request has to go the whole way, also when he does not stand so any more;
 * nothing has been told by then.
 */
export function createPresumedReads(
  parts: PresumedReads,
): (request: Request, env: unknown) => Promise<Response | undefined> {
  const { frame } = parts;
  const read = readerOf(parts);
  return async (request, env) => {
    const path = getPath(request);
    if (!isReadFor(parts, request, path)) return undefined;
    const { authenticated, standing } = (await admitPresumed(parts, request)) ?? {};
    if (!authenticated || !standing) return undefined;
    const framed = frame.begin(request, path, env);
    const { requestId, address } = framed;
    const { principal } = authenticated;
    const lease = { principal, source: sourceOf(authenticated), requestId, address, standing };
    const response = await read(request, path, framed, lease);
    // Where the database cannot be asked, the whole way tells what is wrong.
    if (!response || !(await standing.holds().catch(() => false))) return undefined;
    frame.end(framed, response.status, principal.userId);
    return response;
  };
}

/** Whether a request is a read that no other route answers. A reason is told for changes, and may be one that cannot be read. */
function isReadFor(parts: PresumedReads, request: Request, path: string): boolean {
  return (
    recordReadOf(request.method, path, parts.kernel.assembly) !== undefined &&
    isForRecords(parts, request, path)
  );
}

/** Whether a path below `/api/<plugin>` is no route of the host's own, and nothing but the path says what is asked. */
export function isForRecords(
  { kernel, taken }: PresumedReads,
  request: Request,
  path: string,
): boolean {
  const plugin = path.split('/', 3)[2] ?? '';
  return (
    !taken.has(plugin) && !kernel.switching.has(plugin) && !request.headers.has('x-change-reason')
  );
}

/** Whoever is remembered and may send a request now, which is counted; undefined when it has to go the whole way. */
export async function admitPresumed(
  { limits, presume, secondFactorGate }: PresumedReads,
  request: Request,
): Promise<Presumed | undefined> {
  const presumed = presume(request);
  if (!presumed || secondFactorGate.isRequired(presumed.authenticated.principal)) return undefined;
  return (await limits.allows(presumed.authenticated)) ? presumed : undefined;
}

type Read = (
  request: Request,
  path: string,
  framed: FramedRequest,
  lease: Lease,
) => Promise<Response | undefined>;

/** Reads in the assembly that is served when it begins, whose paths may be others by then. */
function readerOf(parts: PresumedReads): Read {
  const { kernel, frame, publicUrl } = parts;
  const answer = createDirectReads();
  return async (raw, path, framed, lease) => {
    const headers = frame.headersOf(framed);
    try {
      checkOrigin(raw.method, raw.headers, publicUrl);
      return await kernel.run(lease, async (assembly) => {
        const asked = recordReadOf(raw.method, path, assembly);
        return asked && answer({ ...asked, raw, headers });
      });
    } catch (error) {
      return problemOf(parts, framed, error);
    }
  };
}

/** The problem that a request of somebody presumed ends with, in the frame of every answer. */
export function problemOf(
  { frame, log }: PresumedReads,
  framed: FramedRequest,
  error: unknown,
): Response {
  const problem = problemResponse(error, { ...framed, log });
  dress(problem.headers, frame.headersOf(framed));
  return problem;
}
