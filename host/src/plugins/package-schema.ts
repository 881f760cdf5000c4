import type { JsonSchema } from '@tessera/core';

const text = { type: 'string', maxLength: 500 };
const name = { type: 'string', minLength: 1, maxLength: 200 };
const names = { type: 'array', maxItems: 1000, items: name };
const localized = {
  type: 'object',
  required: ['en'],
  additionalProperties: { type: 'string', maxLength: 2000 },
};
const ranges = {
  type: 'object',
  maxProperties: 100,
  propertyNames: { pattern: '^[a-z][a-z0-9-]*$' },
  additionalProperties: { type: 'string', maxLength: 100 },
};
const listOf = (item: object, maxItems = 1000): object => ({
  type: 'array',
  maxItems,
  items: { type: 'object', ...item },
});
const fields = {
  type: 'object',
  maxProperties: 500,
  propertyNames: { pattern: '^[a-z][A-Za-z0-9_]*$', maxLength: 60 },
  additionalProperties: {
    type: 'object',
    required: ['type'],
    properties: { type: { type: 'string', maxLength: 40 } },
  },
};

/** The shape and the bounds of a plugin's description. What the parts mean is checked when the plugin is folded. */
export const descriptionSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: [
    'format',
    'manifest',
    'entities',
    'extends',
    'permissions',
    'grants',
    'offers',
    'hooks',
    'events',
    'services',
    'routes',
    'jobs',
    'resources',
    'contributions',
    'locales',
  ],
  properties: {
    format: { const: 1 },
    manifest: {
      type: 'object',
      required: ['id', 'name', 'version', 'engine', 'requires', 'optional', 'label'],
      properties: {
        id: name,
        name,
        version: { type: 'string', maxLength: 100 },
        engine: { type: 'string', maxLength: 100 },
        requires: ranges,
        optional: ranges,
        label: localized,
        description: localized,
        hosts: { ...names, maxItems: 100 },
      },
    },
    entities: listOf(
      { required: ['id', 'fields'], properties: { id: name, path: text, fields } },
      200,
    ),
    extends: { type: 'object', maxProperties: 200, additionalProperties: fields },
    permissions: listOf({
      required: ['name', 'label', 'roles'],
      properties: { name, label: localized, roles: names },
    }),
    grants: {
      type: 'object',
      maxProperties: 200,
      additionalProperties: { type: 'array', maxItems: 1000, items: { type: 'object' } },
    },
    offers: listOf({ required: ['name', 'kind'], properties: { name, kind: name } }),
    hooks: names,
    events: names,
    services: names,
    routes: listOf({
      required: ['method', 'path', 'permission'],
      properties: { method: name, path: text, permission: name },
    }),
    jobs: listOf({ required: ['name'], properties: { name, schedule: text } }),
    resources: names,
    contributions: listOf({
      required: ['slot', 'id'],
      properties: { slot: name, id: name, element: name, label: localized, icon: name, path: text },
    }),
    locales: { ...names, maxItems: 50 },
    config: { type: 'object' },
  },
};
