import type { DirectWrite, EntityModel, RecordChange } from '@tessera/core';
import { hasRouteAt, UUID, type Paths } from './record-reads.ts';

/** The entities of which no route of the plugin's own answers the write, by method and `<plugin>/<path of the entity>`. */
type Writable = ReadonlyMap<string, EntityModel>;

/** By method. */
const CHANGES: ReadonlyMap<string, RecordChange> = new Map([
  ['POST', 'create'],
  ['PUT', 'update'],
  ['PATCH', 'update'],
]);

/** Made once an assembly. */
const known = new WeakMap<Paths['models'], Writable>();

/** Which write of one record a request asks for; undefined when it asks for something else, or a plugin may answer it. */
export function recordWriteOf(
  method: string,
  path: string,
  assembly: Paths,
): Pick<DirectWrite, 'change' | 'model' | 'id'> | undefined {
  const change = CHANGES.get(method);
  if (!change) return undefined;
  const [, api, plugin, entities, id, more] = path.split('/');
  if (api !== 'api' || more !== undefined) return undefined;
  if (change === 'create' ? id !== undefined : !UUID.test(id ?? '')) return undefined;
  const model = writableOf(assembly).get(`${method} ${plugin}/${entities}`);
  return model && { change, model, id: id ?? '' };
}

function writableOf(assembly: Paths): Writable {
  const found = known.get(assembly.models) ?? findWritable(assembly);
  known.set(assembly.models, found);
  return found;
}

function findWritable({ models, instances }: Paths): Writable {
  return new Map(
    [...models.values()].flatMap((model) => {
      const { path } = model.options;
      const instance = instances.get(model.plugin);
      return [...CHANGES]
        .filter(
          ([method, change]) =>
            !hasRouteAt(instance, method, path, change === 'create' ? undefined : UUID),
        )
        .map(([method]): [string, EntityModel] => [`${method} ${model.plugin}/${path}`, model]);
    }),
  );
}
