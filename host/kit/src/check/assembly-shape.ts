import { isDeepStrictEqual } from 'node:util';
import { openApi, type Assembly } from '@tessera/core';

/** Everything that plugins have put into an assembly, as plain values, part by part. */
export type AssemblyShape = Readonly<Record<string, readonly string[]>>;

/** Describes an assembly by what is in it, in the order that counts. */
export function shapeOf(assembly: Assembly): AssemblyShape {
  const hooks = new Set(
    [...assembly.instances.values()].flatMap(({ installed }) =>
      (installed.plugin.hooks ?? []).map(({ hook }) => hook),
    ),
  );
  const { paths } = openApi(assembly) as { readonly paths: Readonly<Record<string, unknown>> };
  return {
    plugins: [...assembly.instances.keys()],
    hooks: [...hooks].toSorted().map((hook) => `${hook}: ${assembly.hooks.taps(hook).join(', ')}`),
    entities: [...assembly.models.values()].map(
      ({ id, fields }) => `${id}: ${[...fields.keys()].join(', ')}`,
    ),
    permissions: assembly.permissions.map(({ name }) => name),
    grants: [...assembly.grants].map(([role, grants]) => `${role}: ${JSON.stringify(grants)}`),
    subscriptions: assembly.subscriptions.map(({ plugin, name, event }) =>
      [plugin, name, event].join(' '),
    ),
    jobs: [...assembly.jobs.values()].map(({ name, schedule = '' }) => `${name} ${schedule}`),
    contributions: assembly.contributions.map(({ plugin, slot, id }) => `${plugin}/${id} ${slot}`),
    routes: assembly.routes.routes.map(({ method, path }) => `${method} ${path}`),
    'API reference': Object.entries(paths).map(
      ([path, operations]) => `${path}: ${JSON.stringify(operations)}`,
    ),
  };
}

/** What differs, a sentence each: what is missing, what is new, or what stands elsewhere. */
export function shapeDifferences(before: AssemblyShape, after: AssemblyShape): readonly string[] {
  return Object.keys(before).flatMap((part) => {
    const [was = [], is = []] = [before[part], after[part]];
    if (isDeepStrictEqual(was, is)) return [];
    const missing = was.filter((one) => !is.includes(one)).map((one) => `without ${short(one)}`);
    const added = is.filter((one) => !was.includes(one)).map((one) => `with ${short(one)}`);
    const said = [...missing, ...added];
    return [
      `${part}: ${said.length > 0 ? said.slice(0, 5).join('; ') : 'the same in another order'}`,
    ];
  });
}

/** What of an assembly names a plugin, a sentence each. */
export function tracesOf(plugin: string, shape: AssemblyShape): readonly string[] {
  const mark = new RegExp(`(^|[\\s/,])${plugin}([./\\s:,]|$)`);
  return [
    'plugins',
    'hooks',
    'permissions',
    'subscriptions',
    'jobs',
    'contributions',
    'routes',
  ].flatMap((part) =>
    (shape[part] ?? []).filter((one) => mark.test(one)).map((one) => `${part}: ${one}`),
  );
}

function short(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
