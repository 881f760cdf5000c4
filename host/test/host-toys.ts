import * as core from '@tessera/core';
import type { Plugin } from '@tessera/core';
import { toyPackage } from './package-toy.ts';

/** A plugin of an application: it tells that the host serves, and has a subscription. */
export const DESK = `export const desk = {
  routes: [
    { method: 'GET', path: '/hello', summary: { en: 'Says hello' }, permission: 'public', handler: () => ({ hello: 'world' }) },
  ],
  events: [{ event: 'tessera.user.created', name: 'hears', handler: () => {} }],
};`;

interface ThingToy {
  readonly id: string;
  readonly version: string;
  /** Whether things have a size too. */
  readonly hasSize?: boolean;
}

/**
 * A plugin with a table, a seed, settings and a route. A host with its id in `TOY_DEADLY` dies when it starts it. It is sent as text: it
 * uses nothing from around it.
 */
function makeThings(sdk: typeof core, { id, version, hasSize = false }: ThingToy): Plugin {
  return sdk.definePlugin({
    entities: [
      sdk.defineEntity(`${id}.thing`, {
        label: { en: 'Thing' },
        plural: { en: 'Things' },
        path: 'things',
        title: 'name',
        fields: { name: sdk.text().required(), ...(hasSize ? { size: sdk.integer() } : {}) },
      }),
    ],
    seeds: [{ entity: `${id}.thing`, key: ['name'], rows: [{ name: 'The first' }] }],
    config: {
      type: 'object',
      additionalProperties: false,
      properties: {
        greeting: { type: 'string', default: 'Good day' },
        key: { type: 'string', secret: true },
      },
    },
    routes: [
      sdk.defineRoute({
        method: 'GET',
        path: '/state',
        summary: { en: 'What it is set to' },
        permission: 'public',
        handler: ({ config }) => ({
          version,
          greeting: config['greeting'],
          key: config['key'] ?? null,
        }),
      }),
    ],
    resources: [
      {
        name: 'connection',
        async start() {
          if (process.env['TOY_DEADLY'] !== id) return;
          const { execFileSync } = process.getBuiltinModule('node:child_process');
          execFileSync('kill', ['-9', String(process.pid)]);
        },
        async stop() {},
      },
    ],
  });
}

/** Its package. */
export function thingPackage(toy: ThingToy): Uint8Array {
  const { id, version } = toy;
  const server = `import * as sdk from '@tessera/sdk';
    export const ${id} = (${makeThings.toString()})(sdk, ${JSON.stringify(toy)});`;
  const files = { 'ui/plugin.js': `export const version = '${id} ${version}';` };
  return toyPackage({ id, version, server, plugin: makeThings(core, toy), files });
}
