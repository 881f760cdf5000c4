import { openApi, type Assembly, type JsonSchema } from '@tessera/core';
import type { Filling } from './fill-host.ts';

/** One thing that can be asked of a plugin over HTTP. */
export interface ApiOperation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{id}` for parameters, as in the API reference. */
  readonly path: string;
  /** The same with values that are there. */
  readonly address: string;
  /** Nobody needs to sign in. */
  readonly isPublic: boolean;
  /** The permission that it asks for, `signedIn`, or undefined for the records of an entity. */
  readonly permission: string | undefined;
  /** Schema of the body that it takes. */
  readonly body: JsonSchema | undefined;
  /** A body that it could take, were it permitted; undefined where it takes none. */
  readonly sample: unknown;
}

const ABSENT = '01890000-0000-7000-8000-000000000000';

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** Everything below `/api/<plugin>` that the API reference names. */
export function operationsOf(
  assembly: Assembly,
  plugin: string,
  filling: Filling,
): readonly ApiOperation[] {
  const { paths, components } = openApi(assembly) as OpenApi;
  return Object.entries(paths)
    .filter(([path]) => path.startsWith(`/api/${plugin}/`))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const body = bodyOf(operation, components.schemas);
        return {
          method: method.toUpperCase() as ApiOperation['method'],
          path,
          address: addressOf(assembly, path, filling),
          isPublic: Array.isArray(operation['security']) && operation['security'].length === 0,
          permission: operation['x-permission'] as string | undefined,
          body,
          sample: body ? sampleOf(path) : undefined,
        };
      }),
    );
}

/** The operations on all records of an entity say nothing when they are asked for nothing. */
function sampleOf(path: string): unknown {
  if (path.endsWith('/aggregate')) return { measures: { count: 'count' } };
  return path.endsWith('/bulk') ? { delete: [ABSENT], atomic: 'all' } : {};
}

function addressOf(assembly: Assembly, path: string, filling: Filling): string {
  const model = [...assembly.models.values()].find(
    ({ plugin, options }) =>
      path.startsWith(`/api/${plugin}/${options.path}/`) ||
      path === `/api/${plugin}/${options.path}`,
  );
  const id = filling.records.get(model?.id ?? '')?.[0] ?? ABSENT;
  return path.replaceAll(/\{\w+\}/g, id);
}

function bodyOf(
  operation: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
): JsonSchema | undefined {
  const body = operation['requestBody'] as
    | { readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>> }
    | undefined;
  const schema = body?.content?.['application/json']?.schema;
  const name = typeof schema?.['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined;
  return name === undefined ? schema : schemas[name];
}
