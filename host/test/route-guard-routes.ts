import type { GuardWorld, Operation } from './route-guard-world.ts';
import { GATES, UNLISTED } from './route-guard-unlisted.ts';

/** One operation that is asked for, with everything that a request of it needs. */
export interface GuardedRoute {
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  /** A permission, `signedIn`, `public`, or `records`: whoever has a grant for it. */
  readonly permission: string;
  readonly entity: string | undefined;
  readonly body: unknown;
  readonly type: string | undefined;
  readonly query?: string | undefined;
}

/** A path whose parameters have no names: how two descriptions of a route are compared. */
export function plain(path: string): string {
  return path.replaceAll(/\{\w+\}|:\w+(?:\{[^}]*\})?/g, '{}');
}

export function isSafe({ method }: Pick<GuardedRoute, 'method'>): boolean {
  return method === 'GET';
}

/** Every route: those that the document describes, and those that it does not. */
export function allRoutes(world: GuardWorld): readonly GuardedRoute[] {
  const described = Object.entries(world.document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      eachEntity(world, path).map((one) => describedRoute(world, method, one, operation)),
    ),
  );
  const unlisted = Object.entries(UNLISTED).flatMap(([name, { permission, body, type, query }]) => {
    const [method = '', path = ''] = name.split(' ');
    return eachEntity(world, namedPath(world, method, path)).map((one): GuardedRoute => ({
      method,
      path: one,
      permission,
      entity: entityOf(world, one),
      body: filled(world, body),
      type,
      query,
    }));
  });
  return [...described, ...unlisted];
}

function describedRoute(
  world: GuardWorld,
  method: string,
  path: string,
  { 'x-permission': permission = 'records', requestBody }: Operation,
): GuardedRoute {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const entity = entityOf(world, path);
  const isRecord = permission === 'records';
  const isJson = type === 'application/json';
  const body =
    content && (isJson ? world.body(content.schema, isRecord ? entity : undefined) : 'x');
  return {
    method: method.toUpperCase(),
    path,
    permission,
    entity,
    body: path.endsWith('/bulk') ? bulkOf(world, entity) : body,
    type,
  };
}

/** An empty bulk is allowed to everybody who may read: this one would write. */
function bulkOf({ records, deleted }: GuardWorld, entity = ''): object {
  return { delete: [records.get(entity)], restore: [deleted.get(entity) ?? records.get(entity)] };
}

/** A route of all entities, once for each. */
function eachEntity({ host }: GuardWorld, path: string): readonly string[] {
  if (!path.startsWith('/api/{plugin}/{entities}')) return [path];
  return [...host.kernel.assembly.models.values()].map(({ plugin, options }) =>
    path.replace('{plugin}/{entities}', `${plugin}/${options.path}`),
  );
}

function entityOf({ host }: GuardWorld, path: string): string | undefined {
  const [, , plugin, entities] = path.split('/');
  return [...host.kernel.assembly.models.values()].find(
    (model) => model.plugin === plugin && model.options.path === entities,
  )?.id;
}

/** The path of an unlisted route as the app names its parameters. */
function namedPath({ host }: GuardWorld, method: string, path: string): string {
  const found = host.app.routes.find(
    (route) => route.method === method && plain(route.path) === path,
  );
  return (found?.path ?? path).replaceAll(/:(\w+)/g, '{$1}');
}

/** `$name` in a body is the real thing of that name. */
function filled(world: GuardWorld, body: unknown): unknown {
  if (typeof body !== 'object') return body;
  const text = JSON.stringify(body)
    .replaceAll('$file', world.things.get('/api/imports/files id') ?? '')
    .replaceAll('$account', world.records.get('customer.account') ?? '');
  return JSON.parse(text);
}

/** What the walk over the apps finds and nobody describes, and what is described and not there. */
export function undescribed(world: GuardWorld): readonly string[] {
  const listed = new Set([
    ...Object.keys(GATES),
    ...Object.keys(UNLISTED),
    ...Object.entries(world.document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${plain(path)}`),
    ),
  ]);
  const walked = [...world.host.app.routes, ...world.host.kernel.assembly.routes.routes];
  const isRecords = (name: string): boolean =>
    name.replace('/api/{}/{}', '/api/customer/accounts') !== name &&
    listed.has(name.replace('/api/{}/{}', '/api/customer/accounts'));
  const names = walked.map(({ method, path }) => `${method} ${plain(path)}`);
  // Below the entities a wrong method is answered as such, for each path that has a right one.
  const strange = names.filter(
    (name) => !listed.has(name) && !isRecords(name) && !name.startsWith('ALL /api/{}/{}'),
  );
  const gone = Object.keys(UNLISTED).filter((name) => !names.includes(name));
  return [...strange, ...gone.map((name) => `${name} is no longer there`)];
}

/** Values of the parameters of a path: real ones, or made up. @throws Error when nobody says what a parameter could be */
export function place(world: GuardWorld, route: GuardedRoute, isReal = true): string {
  const { path, entity, query } = route;
  const placed = path.replaceAll(/\{(\w+)\}/g, (_all, parameter: string) => {
    if (!isReal && parameter !== 'entity' && parameter !== 'plugin') return MADE_UP;
    const isRecord = parameter === 'id' && entity !== undefined;
    const pool = path.endsWith('/restore') ? world.deleted : world.records;
    const value = isRecord
      ? (pool.get(entity) ?? world.records.get(entity))
      : thingAt(world, path, parameter);
    if (!value) throw new Error(`Nothing is known to put for ${parameter} in ${path}.`);
    return value;
  });
  return query ? `${placed}?${query}` : placed;
}

/** No record has it. */
export const MADE_UP = '7a7a7a7a-0000-4000-8000-000000000000';
/** Whoever has one of these may do what it says; a real one would be used up. */
const LINKS = new Set(['/api/auth/password-reset/{token}', '/api/auth/invitations/{token}']);

function thingAt(world: GuardWorld, path: string, parameter: string): string | undefined {
  const { things } = world;
  if (LINKS.has(path) || parameter === 'provider') return 'made-up';
  // Shares and attachments are of some entities only.
  if (parameter === 'share' || parameter === 'attachment')
    return things.get(`${path} ${parameter}`) ?? MADE_UP;
  const parts = path.split('/');
  for (let length = parts.length; length > 2; length -= 1) {
    const found = things.get(`${parts.slice(0, length).join('/')} ${parameter}`);
    if (found) return found;
  }
  // A plugin's own routes name records of others by the path of those: `/api/loyalty/accounts/{id}`.
  const models = [...world.host.kernel.assembly.models.values()];
  return world.records.get(models.find(({ options }) => options.path === parts[3])?.id ?? '');
}
