import type { JsonSchema } from '@tessera/core';

const text = { type: 'string' } as const;
const count = { type: 'integer' } as const;
const flag = { type: 'boolean' } as const;
const moment = { type: 'string', format: 'date-time' } as const;
const texts = { type: 'array', items: text } as const;

function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

function record(
  properties: Readonly<Record<string, JsonSchema>>,
  rest: JsonSchema = {},
): JsonSchema {
  return { type: 'object', properties, ...rest };
}

/** Names a schema of the document. */
export function schemaNamed(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

const failure = record({ version: text, step: text, error: text, at: moment });
const localized = { type: 'object', additionalProperties: text } as const;
const names = record({
  permissions: texts,
  hooks: texts,
  events: texts,
  slots: texts,
  hosts: texts,
  routes: texts,
  jobs: texts,
});

/** What the routes of plugins answer. */
export const pluginSchemas: Readonly<Record<string, JsonSchema>> = {
  Plugin: record(
    {
      id: text,
      name: text,
      version: { type: ['string', 'null'] },
      running: { ...text, description: 'The version that is served; absent while none is.' },
      label: localized,
      description: localized,
      wanted: { enum: ['enabled', 'disabled'] },
      state: {
        enum: [
          'staged',
          'disabled',
          'starting',
          'active',
          'draining',
          'blocked',
          'failed',
          'rejected',
          'quarantined',
          'removed',
        ],
      },
      error: { ...text, description: 'Why it is not active, where there is a reason.' },
      step: { ...text, description: 'The step that it failed at.' },
      origin: { enum: ['application', 'folder', 'package'] },
      digest: { ...text, description: 'SHA-512 of its package, base64url.' },
      revision: count,
      crashes: {
        ...count,
        description: 'Boots in a row that ended while it was loaded or started.',
      },
      requires: { type: 'object', additionalProperties: text },
      optional: { type: 'object', additionalProperties: text },
      neededBy: texts,
      lastFailure: failure,
      health: schemaNamed('PluginHealthShort'),
      staged: list(record({ digest: text, version: text, addedAt: moment })),
    },
    { title: 'Plugin', required: ['id', 'version', 'label', 'wanted', 'state'] },
  ),
  PluginDetails: {
    title: 'Plugin in detail',
    allOf: [
      schemaNamed('Plugin'),
      record({
        contributes: {
          type: ['object', 'null'],
          description: 'Its description, as in `tessera.json`; null when its code is gone.',
        },
        impact: schemaNamed('PluginImpact'),
      }),
    ],
  },
  PluginHealthShort: record(
    {
      calls: count,
      failures: count,
      lastFailure: record({ kind: text, hook: text, at: moment, error: text }),
      undelivered: count,
      retrying: list(record({ event: text, error: text })),
    },
    { title: 'Health in short' },
  ),
  PluginHealth: record(
    {
      id: text,
      state: text,
      since: { ...moment, description: 'When this host was started; it counts from then on.' },
      calls: count,
      failures: count,
      starts: count,
      stops: count,
      logLinesLeftOut: count,
      spans: list(
        record({
          kind: { enum: ['hook', 'event', 'route', 'job', 'service', 'resource'] },
          name: text,
          calls: count,
          failures: count,
          meanMicroseconds: count,
          slowestMicroseconds: count,
        }),
      ),
      errors: list(
        record({
          kind: {
            enum: ['hook', 'event', 'route', 'job', 'service', 'resource', 'stray', 'refused'],
          },
          name: text,
          error: text,
          firstAt: moment,
          at: moment,
          count,
        }),
      ),
      undelivered: count,
      retrying: list(record({ event: text, error: text })),
      breakers: list(
        record({ hook: text, state: { enum: ['closed', 'open', 'half-open'] }, until: moment }),
      ),
      resources: texts,
    },
    { title: 'Health of a plugin', required: ['id', 'since', 'spans', 'errors', 'breakers'] },
  ),
  PluginStep: record(
    {
      id: count,
      plugin: text,
      version: text,
      step: text,
      at: moment,
      milliseconds: count,
      by: {
        type: ['object', 'null'],
        properties: { userId: { type: ['string', 'null'] }, name: text },
      },
      host: { type: ['string', 'null'] },
      error: { type: ['string', 'null'] },
    },
    { title: 'Step in the life of a plugin' },
  ),
  PluginImpact: record(
    {
      plugins: { ...texts, description: 'Those that go with it, in order.' },
      definitions: list(
        record({
          kind: text,
          id: text,
          title: text,
          owner: { type: ['string', 'null'] },
          names: texts,
        }),
      ),
    },
    { title: 'What sleeps without it' },
  ),
  PluginPackage: record(
    {
      digest: text,
      id: text,
      version: text,
      description: { type: 'object', description: 'As in its `tessera.json`.' },
      size: { ...count, description: 'Bytes.' },
      addedAt: moment,
      addedBy: { type: ['string', 'null'], format: 'uuid' },
      isInstalled: flag,
    },
    { title: 'Package of a plugin', required: ['digest', 'id', 'version', 'description'] },
  ),
  PluginPackagePlanned: {
    title: 'Package with what it would do',
    allOf: [
      schemaNamed('PluginPackage'),
      record({ plan: schemaNamed('InstallPlan'), faults: texts }),
    ],
  },
  InstallPlan: record(
    {
      kind: { enum: ['install', 'upgrade', 'downgrade', 'same'] },
      from: { type: ['string', 'null'] },
      to: text,
      statements: { ...texts, description: 'SQL that is run at once.' },
      indexes: { ...texts, description: 'SQL that is run beside.' },
      drops: { ...texts, description: 'SQL of `finalize`, later.' },
      added: names,
      removed: names,
      dependants: list(record({ id: text, range: text, isBroken: flag })),
      faults: { ...texts, description: 'Why it cannot be installed.' },
    },
    { title: 'Plan of an installation' },
  ),
  PurgePlan: record(
    {
      rows: list(record({ entity: text, count })),
      columns: list(record({ entity: text, field: text, count, plugin: text })),
      references: list(record({ plugin: text, entity: text, field: text })),
      others: list(record({ what: text, count })),
    },
    { title: 'Plan of a purge' },
  ),
  PluginSettings: record(
    {
      schema: { type: 'object', description: 'JSON Schema of draft 2020-12.' },
      values: {
        type: 'object',
        description: 'A secret that is set is `{"$secret": true}`; sent back so, it stays.',
      },
    },
    { title: 'Settings of a plugin', required: ['schema', 'values'] },
  ),
  AssemblyState: record(
    {
      number: count,
      safeMode: flag,
      hosts: list(record({ host: text, assembly: count, at: moment, isReady: flag, reason: text })),
    },
    { title: 'Assembly that is served' },
  ),
};
