import type { Assembly } from '@tessera/core';
import { errors } from '../errors.ts';
import type { Authenticated } from '../identity/authentication.ts';
import { recordReadOf } from './record-reads.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const WAYS_OUT = new Set(['DELETE /api/access/view-as', 'POST /api/auth/logout']);

/**
 * Refuses whatever changes something while somebody looks through another's eyes; also what was sent before it was known that this has ended.
 * @throws TesseraError `HOST_VIEW_ONLY`
 */
export function checkViewing(
  method: string,
  path: string,
  { session }: Authenticated,
  assembly: Pick<Assembly, 'models' | 'instances'>,
): void {
  if (!session?.viewer && !session?.hasViewEnded) return;
  // Unsafe only by their method: reads whose question does not fit into an address, and the ways out.
  if (SAFE.has(method) || recordReadOf(method, path, assembly)) return;
  if (!WAYS_OUT.has(`${method} ${path}`)) throw errors.viewOnly();
}
