import type { Assembly } from '@tessera/core';
import { errors } from '../errors.ts';
import type { Authenticated } from '../identity/authentication.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Unsafe only by their method: reads whose question does not fit into an address, and the ways out. */
const READS = /^\/api\/([\w-]+)\/([\w-]+)\/(query|aggregate)$/;
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
  if (SAFE.has(method) || (method === 'POST' && isQuestion(path, assembly))) return;
  if (!WAYS_OUT.has(`${method} ${path}`)) throw errors.viewOnly();
}

/** Whether it asks for records. What a plugin answers itself may do anything, whatever its address ends with. */
function isQuestion(
  path: string,
  { models, instances }: Pick<Assembly, 'models' | 'instances'>,
): boolean {
  const [, plugin = '', entities, verb] = READS.exec(path) ?? [];
  const isOfEntity = [...models.values()].some(
    (model) => model.plugin === plugin && model.options.path === entities,
  );
  const own = instances.get(plugin)?.installed.plugin.routes ?? [];
  const isOwn = own.some(({ method, path: pattern }) => {
    const parts = pattern.split('/').slice(1);
    const meets = (part: string | undefined, name: string | undefined): boolean =>
      part === name || part?.startsWith(':') === true;
    const isWide = /[*{?]/.test(pattern);
    if (isWide) return method === 'POST';
    return method === 'POST' && meets(parts[0], entities) && meets(parts[1], verb);
  });
  return isOfEntity && !isOwn;
}
