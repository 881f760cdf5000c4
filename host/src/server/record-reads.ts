import type { Assembly, DirectRead, EntityModel, Instance, RecordRead } from '@tessera/core';

/** Of an assembly, as far as its paths are told from it. */
export type Paths = Pick<Assembly, 'models' | 'instances'>;

/** The entity of a path, and how its records are read by it. */
interface EntityReads {
  readonly model: EntityModel;
  readonly reads: ReadonlySet<RecordRead>;
}

export const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** By `<plugin>/<path of the entity>`; made once an assembly. */
const known = new WeakMap<Paths['models'], ReadonlyMap<string, EntityReads>>();

/** Which read of records a request asks for; undefined when it asks for something else, or a plugin may answer it. */
export function recordReadOf(
  method: string,
  path: string,
  assembly: Paths,
): Pick<DirectRead, 'read' | 'model' | 'id'> | undefined {
  const [, api, plugin, entities, last, more] = path.split('/');
  if (api !== 'api' || more !== undefined) return undefined;
  const read =
    method === 'GET' ? readByGet(last) : method === 'POST' ? readByPost(last) : undefined;
  const found = read && readsOf(assembly).get(`${plugin}/${entities}`);
  if (!read || !found?.reads.has(read)) return undefined;
  return { read, model: found.model, id: read === 'get' ? (last ?? '') : '' };
}

function readByGet(last: string | undefined): RecordRead | undefined {
  if (last === undefined) return 'list';
  return UUID.test(last) ? 'get' : undefined;
}

function readByPost(last: string | undefined): RecordRead | undefined {
  return last === 'query' || last === 'aggregate' ? last : undefined;
}

function readsOf(assembly: Paths): ReadonlyMap<string, EntityReads> {
  const found = known.get(assembly.models) ?? findReads(assembly);
  known.set(assembly.models, found);
  return found;
}

function findReads({ models, instances }: Paths): ReadonlyMap<string, EntityReads> {
  return new Map(
    [...models.values()].map((model) => [
      `${model.plugin}/${model.options.path}`,
      { model, reads: readsBesides(instances.get(model.plugin), model.options.path) },
    ]),
  );
}

/** The reads that no route of the plugin's own answers. */
function readsBesides(instance: Instance | undefined, entities: string): ReadonlySet<RecordRead> {
  return new Set(READS.filter((read) => !isAnsweredBy(instance, read, entities)));
}

const READS: readonly RecordRead[] = ['get', 'list', 'query', 'aggregate'];
/** What the path of a read is below the entity's. */
const ENDS: Readonly<Record<RecordRead, RegExp | undefined>> = {
  list: undefined,
  get: UUID,
  query: /^query$/,
  aggregate: /^aggregate$/,
};

/** Whether a route of the plugin's own stands where the read would be. */
function isAnsweredBy(instance: Instance | undefined, read: RecordRead, entities: string): boolean {
  const method = read === 'get' || read === 'list' ? 'GET' : 'POST';
  return hasRouteAt(instance, method, entities, ENDS[read]);
}

/** Whether a route of the plugin's own takes a path with such an end below the entity's: that may do anything, whatever its address ends with. */
export function hasRouteAt(
  instance: Instance | undefined,
  method: string,
  entities: string,
  end: RegExp | undefined,
): boolean {
  return (instance?.installed.plugin.routes ?? []).some((route) => {
    if (route.method !== method) return false;
    if (/[*{?]/.test(route.path)) return true;
    const [first = '', last, more] = route.path.split('/').slice(1);
    if (more !== undefined || (first !== entities && !first.startsWith(':'))) return false;
    return end === undefined || last === undefined
      ? end === last
      : last.startsWith(':') || end.test(last);
  });
}
