import type { Assembly, Instance } from '../plugin/assembly.ts';
import {
  componentHeaders,
  componentParameters,
  componentResponses,
  componentSchemas,
  jsonContent,
  problemResponses,
} from './openapi-components.ts';
import { recordPaths, recordSchemas } from './openapi-records.ts';
import type { JsonSchema, Route } from './route.ts';

const DESCRIPTION = `The records and routes of the enabled plugins.

**Lists** filter by field: \`field=value\`; a suffix names another comparison: \`_ne\`, \`_gt\`, \`_gte\`, \`_lt\`, \`_lte\`,
\`_like\` (contains), \`_null\` (\`true\` or \`false\`). Repeated values mean one of them. A path follows references:
\`account.industry=retail\`. \`filter\` takes the whole filter language as JSON.`;

// It goes with its assembly: nothing is kept for one that is no longer served.
const documents = new WeakMap<Assembly, object>();

/** The OpenAPI 3.1 document of the enabled plugins; made once for each assembly. */
export function openApi(assembly: Assembly): object {
  const known = documents.get(assembly);
  if (known) return known;
  const document = describe(assembly);
  documents.set(assembly, document);
  return document;
}

function describe(assembly: Assembly): object {
  const models = [...assembly.models.values()];
  const instances = [...assembly.instances.values()];
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const model of models) Object.assign(paths, recordPaths(model));
  for (const instance of instances) addPluginPaths(paths, instance);
  return {
    openapi: '3.1.1',
    info: {
      title: assembly.settings.name,
      version: String(assembly.number),
      description: DESCRIPTION,
    },
    servers: [{ url: '/' }],
    tags: instances.map(({ manifest }) => ({
      name: manifest.id,
      'x-displayName': manifest.label.en,
      description: manifest.description?.en ?? manifest.label.en,
    })),
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'tessera_session',
          description: 'Signing in sets it; over https its name has the prefix `__Host-`.',
        },
        token: { type: 'http', scheme: 'bearer', description: 'An API token.' },
      },
      schemas: Object.assign({}, componentSchemas, ...models.map(recordSchemas)) as object,
      responses: componentResponses,
      parameters: componentParameters,
      headers: componentHeaders,
    },
  };
}

/** A plugin's own route stands before the generic one of the same path and method, as it does when it is called. */
function addPluginPaths(
  paths: Record<string, Record<string, JsonSchema>>,
  instance: Instance,
): void {
  const { manifest, installed } = instance;
  for (const route of installed.plugin.routes ?? []) {
    const path = `/api/${manifest.id}${route.path.replaceAll(/:(\w+)(?:\{[^}]*\})?\??/g, '{$1}')}`;
    (paths[path] ??= {})[route.method.toLowerCase()] = pluginOperation(manifest.id, route);
  }
}

function pluginOperation(plugin: string, route: Route): JsonSchema {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const status = route.status ?? 200;
  const success = route.answer
    ? { description: 'Done.', content: jsonContent(route.answer) }
    : { description: 'Done.' };
  return {
    operationId: [
      plugin,
      route.method.toLowerCase(),
      ...route.path.split(/[^\w]+/).filter(Boolean),
    ].join('.'),
    tags: [plugin],
    summary: route.summary.en,
    ...(route.permission === 'public' ? { security: [] } : {}),
    'x-permission': route.permission,
    ...(route.audience ? { 'x-audience': route.audience } : {}),
    parameters: [...inPath, ...queryParameters(route.query)],
    ...(route.body ? { requestBody: { required: true, content: jsonContent(route.body) } } : {}),
    responses: {
      [status]: success,
      ...problemResponses(route.method === 'GET' ? 'read' : 'write'),
    },
  };
}

function queryParameters(schema: JsonSchema | undefined): JsonSchema[] {
  const properties = (schema?.['properties'] ?? {}) as Record<string, JsonSchema>;
  const required = new Set((schema?.['required'] ?? []) as string[]);
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema: value,
  }));
}
