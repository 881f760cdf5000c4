import type { JsonSchema } from '@tessera/core';
import type { HostOperation, HostOperations } from '../server/host-operations.ts';
import { MANAGE } from './plugin-parts.ts';
import { pluginSchemas, schemaNamed } from './plugin-schemas.ts';

type Answer = HostOperation['answer'];
type Rest = Omit<Partial<HostOperation>, 'method' | 'path' | 'id' | 'summary' | 'answer'>;

const ID = { id: 'Id of the plugin.' };
const DIGEST = { digest: 'SHA-512 of the package, base64url.' };

function operation(
  route: `${Uppercase<HostOperation['method']>} ${string}`,
  id: string,
  summary: string,
  answer: Answer,
  rest: Rest = {},
): HostOperation {
  const [method = 'get', path = ''] = route.split(' ');
  return {
    method: method.toLowerCase() as HostOperation['method'],
    path: `/api${path}`,
    id,
    summary,
    permission: MANAGE,
    answer,
    ...(path.includes('{id}') ? { inPath: ID } : {}),
    ...(path.includes('{digest}') ? { inPath: DIGEST } : {}),
    problems: path.includes('{') ? [404] : [],
    ...rest,
  };
}

function body(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): Pick<HostOperation, 'body'> {
  const schema = { type: 'object', properties, required, additionalProperties: false };
  return { body: { schema, isOptional: required.length === 0 } };
}

const shown = (name: string, description: string): Answer => ({
  description,
  schema: schemaNamed(name),
});
const listed = (name: string, description: string): Answer => ({
  description,
  schema: { type: 'array', items: schemaNamed(name) },
});
const cascade = { type: 'boolean', description: 'With what requires it, or what it requires.' };
const CHANGES = [400, 404, 409, 413, 415, 422] as const;

/** The routes of plugins, for the API reference. */
export const pluginOperations: HostOperations = {
  tag: 'plugins',
  label: 'Plugins',
  description: 'Installing, switching, setting and taking away plugins while the system runs.',
  schemas: pluginSchemas,
  operations: [
    operation(
      'GET /plugins',
      'plugins.list',
      'The plugins that are installed',
      listed('Plugin', 'All; health and packages only for those who manage plugins.'),
      { permission: 'signedIn' },
    ),
    operation(
      'GET /plugins/{id}',
      'plugins.get',
      'A plugin, what it contributes, and what sleeps without it',
      shown('PluginDetails', 'The plugin.'),
    ),
    operation(
      'GET /plugins/{id}/history',
      'plugins.history',
      'The steps in the life of a plugin, the latest first',
      listed('PluginStep', 'The steps.'),
      {
        inQuery: {
          _start: { type: 'integer', minimum: 0, description: 'The first; 0 when not given.' },
          _end: { type: 'integer', maximum: 500, description: 'The one after the last.' },
        },
        problems: [400, 404],
      },
    ),
    operation(
      'GET /plugins/{id}/health',
      'plugins.health',
      'How a plugin does on this host: calls, times, errors, breakers',
      shown('PluginHealth', 'Its health.'),
    ),
    operation(
      'GET /plugins/{id}/impact',
      'plugins.impact',
      'What a verb would take along, and which definitions would sleep',
      shown('PluginImpact', 'The impact.'),
      {
        inQuery: {
          verb: {
            enum: ['disable', 'remove', 'purge'],
            description: 'What is to be done; needed.',
          },
        },
        problems: [400, 404],
      },
    ),
    operation(
      'POST /plugins/packages',
      'plugins.packages.upload',
      'Upload a package; nothing is installed yet',
      { ...shown('PluginPackagePlanned', 'The package is kept.'), status: 201 },
      {
        body: {
          type: 'application/gzip',
          schema: { type: 'string', format: 'binary', description: 'At most 20 MB.' },
        },
        problems: [400, 413, 415, 422],
      },
    ),
    operation(
      'GET /plugins/packages',
      'plugins.packages.list',
      'The packages that are kept, the newest first',
      listed('PluginPackage', 'The packages.'),
    ),
    operation(
      'GET /plugins/packages/{digest}',
      'plugins.packages.get',
      'A package, and what installing it would do',
      shown('PluginPackagePlanned', 'The package.'),
    ),
    operation(
      'DELETE /plugins/packages/{digest}',
      'plugins.packages.delete',
      'Throw a package away',
      { status: 204, description: 'It is gone.' },
      { problems: [404, 409] },
    ),
    operation(
      'POST /plugins/packages/{digest}/install',
      'plugins.packages.install',
      'Install the plugin of a package, or go to this version of it',
      shown('Plugin', 'It is installed; where it ran, this version serves.'),
      {
        ...body({ consent: { const: true, description: 'To all that the plan names.' } }, [
          'consent',
        ]),
        problems: CHANGES,
      },
    ),
    operation(
      'POST /plugins/{id}/enable',
      'plugins.enable',
      'Enable a plugin; twice is once',
      shown('Plugin', 'It is served.'),
      {
        ...body({
          cascade,
          events: {
            enum: ['catch-up', 'skip'],
            description: 'What becomes of the events while it was off.',
          },
        }),
        problems: CHANGES,
      },
    ),
    operation(
      'POST /plugins/{id}/disable',
      'plugins.disable',
      'Disable a plugin; its data stays',
      shown('Plugin', 'It is off.'),
      { ...body({ cascade }), problems: CHANGES },
    ),
    operation(
      'POST /plugins/{id}/release',
      'plugins.release',
      'Lift quarantine or failure, so that it can be enabled again',
      shown('Plugin', 'It is disabled.'),
      { ...body({}), problems: CHANGES },
    ),
    operation(
      'GET /plugins/{id}/finalize',
      'plugins.finalize.plan',
      'The columns and tables that the running version no longer needs',
      {
        description: 'The SQL.',
        schema: {
          type: 'object',
          properties: { statements: { type: 'array', items: { type: 'string' } } },
        },
      },
    ),
    operation(
      'POST /plugins/{id}/finalize',
      'plugins.finalize',
      'Drop the columns and tables that the running version no longer needs',
      {
        description: 'The SQL that was run.',
        schema: {
          type: 'object',
          properties: { statements: { type: 'array', items: { type: 'string' } } },
        },
      },
      { ...body({}), problems: CHANGES },
    ),
    operation(
      'POST /plugins/{id}/remove',
      'plugins.remove',
      'Take the code of a disabled plugin away; its data stays',
      shown('Plugin', 'Its code is gone.'),
      { ...body({}), problems: CHANGES },
    ),
    operation(
      'GET /plugins/{id}/purge',
      'plugins.purge.plan',
      'What deleting all data of a plugin would delete',
      shown('PurgePlan', 'The plan.'),
    ),
    operation(
      'POST /plugins/{id}/purge',
      'plugins.purge',
      'Write all data of a disabled plugin into a file, then delete it',
      {
        description: 'It is gone; the file stays on this host.',
        schema: { type: 'object', properties: { export: { type: 'string' } } },
      },
      {
        ...body({ confirm: { type: 'string', description: 'The id of the plugin.' } }, ['confirm']),
        problems: CHANGES,
      },
    ),
    operation(
      'GET /plugins/{id}/purge-export',
      'plugins.purge.export',
      'The file with what was deleted: JSON lines, one file a table',
      {
        description: 'A .tar.gz.',
        type: 'application/gzip',
        schema: { type: 'string', format: 'binary' },
      },
    ),
    operation(
      'GET /plugins/{id}/settings',
      'plugins.settings.get',
      'The settings of a plugin with their schema; secrets are masked',
      shown('PluginSettings', 'The settings.'),
    ),
    operation(
      'PUT /plugins/{id}/settings',
      'plugins.settings.put',
      'Set a plugin; where it runs, it is started anew with them beside the old one',
      shown('PluginSettings', 'They hold.'),
      { ...body({ values: { type: 'object' } }, ['values']), problems: CHANGES },
    ),
    operation(
      'GET /assembly',
      'plugins.assembly',
      'Which assembly is served, and by which hosts',
      shown('AssemblyState', 'The assembly.'),
    ),
  ],
};
