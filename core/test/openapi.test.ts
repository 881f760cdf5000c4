import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineRoute, definePlugin } from '../src/index.ts';
import { openApi } from '../src/routes/openapi.ts';
import { extra, install, makeWorld, toy, type World } from './world.ts';

type Node = { readonly [name: string]: any };
let world: World;
let document: Node;

const routed = definePlugin({
  routes: [
    defineRoute({
      method: 'POST',
      path: '/bell/:tone',
      summary: { en: 'Ring the bell' },
      permission: 'public',
      query: { properties: { loud: { type: 'boolean' } }, required: ['loud'] },
      body: { type: 'object' },
      answer: { type: 'string' },
      status: 202,
      handler: () => 'ding',
    }),
  ],
});

beforeAll(async () => {
  world = await makeWorld({
    plugins: [
      install(toy, { id: 'toy' }),
      install(extra, { id: 'extra', requires: { toy: '^1' } }),
      install(routed, { id: 'routed' }),
    ],
  });
  document = JSON.parse(JSON.stringify(openApi(world.kernel.assembly))) as Node;
});
afterAll(() => world?.close());

function* nodes(node: unknown): Generator<Node> {
  if (node === null || typeof node !== 'object') return;
  yield node as Node;
  for (const child of Object.values(node)) yield* nodes(child);
}

/** What a pointer such as `#/components/schemas/Problem` leads to. */
function targetOf(pointer: string): unknown {
  const names = pointer.replace('#/', '').split('/');
  return names.reduce<Node | undefined>((node, name) => node?.[name] as Node | undefined, document);
}

function operations(): { path: string; method: string; operation: Node }[] {
  return Object.entries(document['paths'] as Node).flatMap(([path, methods]) =>
    Object.entries(methods as Node).map(([method, operation]) => ({
      path,
      method,
      operation: operation as Node,
    })),
  );
}

test('every reference leads to a component', () => {
  const pointers = [...nodes(document)].flatMap((node) =>
    typeof node['$ref'] === 'string' ? [node['$ref']] : [],
  );
  expect(pointers.length).toBeGreaterThan(100);
  expect(pointers.filter((pointer) => targetOf(pointer) === undefined)).toEqual([]);
});

test('every operation has its own id and a tag that is declared', () => {
  const ids = operations().map(({ operation }) => operation['operationId'] as string);
  expect(new Set(ids).size).toBe(ids.length);
  const tags = (document['tags'] as Node[]).map((tag) => tag['name'] as string);
  const used = operations().flatMap(({ operation }) => operation['tags'] as string[]);
  expect(tags).toEqual(expect.arrayContaining([...new Set(used)]));
});

test('every operation documents all its statuses', () => {
  const always = ['400', '401', '403', '404', '429', '500'];
  const undocumented = operations().flatMap(({ path, method, operation }) => {
    const statuses = Object.keys(operation['responses'] as Node);
    const expected = operation['requestBody'] ? [...always, '409', '412', '415', '422'] : always;
    const isWhole =
      statuses.some((status) => status.startsWith('2')) &&
      expected.every((status) => statuses.includes(status));
    return isWhole ? [] : [`${method} ${path}`];
  });
  expect(undocumented).toEqual([]);
});

test('every parameter in a path is described, and no other', () => {
  const described = operations().map(({ path, operation }) => {
    const parameters = (operation['parameters'] as Node[]).map((one) =>
      typeof one['$ref'] === 'string' ? (targetOf(one['$ref']) as Node) : one,
    );
    const names = parameters.filter((one) => one['in'] === 'path').map((one) => `{${one['name']}}`);
    return [path, names.toSorted()];
  });
  expect(described).toEqual(
    operations().map(({ path }) => [path, (path.match(/\{\w+\}/g) ?? []).toSorted()]),
  );
});

test('every route that is documented answers', async () => {
  const missing: string[] = [];
  for (const { path, method } of operations()) {
    const url = path.replaceAll(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000');
    const response = await world.kernel.run(
      { principal: world.system, source: 'api' },
      async (assembly) =>
        assembly.routes.request(url, {
          method: method.toUpperCase(),
          headers: { 'content-type': 'application/json' },
        }),
    );
    const { code } = (await response
      .clone()
      .json()
      .catch(() => ({}))) as { code?: string };
    if (
      code === 'CORE_ROUTE_MISSING' ||
      code === 'CORE_METHOD_NOT_ALLOWED' ||
      response.status === 500
    ) {
      missing.push(`${method} ${path} ${response.status}`);
    }
  }
  expect(missing).toEqual([]);
});

test('entities, extensions and plugin routes of the enabled plugins are in it, and go with them', async () => {
  const company = document['components']['schemas']['toy.company'] as Node;
  expect(Object.keys(company['properties'] as Node)).toEqual(
    expect.arrayContaining(['name', 'revenue', 'owner', 'extra_tier', 'extra_openAmount']),
  );
  expect(document['paths']['/api/routed/bell/{tone}']['post']).toMatchObject({
    security: [],
    responses: { 202: { description: 'Done.' } },
    parameters: [
      { name: 'tone', in: 'path' },
      { name: 'loud', in: 'query', required: true },
    ],
  });
  expect(openApi(world.kernel.assembly)).toBe(openApi(world.kernel.assembly));
  await world.kernel.disable('extra');
  const without = JSON.stringify(openApi(world.kernel.assembly));
  expect(without).not.toContain('extra_tier');
  await world.kernel.enable('extra');
});
