import type { JsonSchema } from '@tessera/core';
import type { HostOperation, HostOperations } from '../server/host-operations.ts';
import { MANAGE } from './shareable.ts';

const uuid = { type: 'string', format: 'uuid' };
const moment = { type: ['string', 'null'], format: 'date-time' };
const actions = { type: 'array', items: { enum: ['read', 'update'] }, minItems: 1 };
const level = { enum: ['private', 'read', 'write'] };
const named = {
  type: ['object', 'null'],
  properties: { id: uuid, name: { type: ['string', 'null'] } },
};
const grantee = {
  user: { ...uuid, description: 'Either a user or a team.' },
  team: { ...uuid, description: 'Either a user or a team.' },
};
const filter = { type: 'object', description: 'In the filter language.' };
const RECORD = {
  plugin: 'Id of the plugin.',
  entities: 'Path of the entity, for example `accounts`.',
  id: 'Id of the record.',
};

const schemas: Readonly<Record<string, JsonSchema>> = {
  Share: {
    type: 'object',
    properties: {
      id: uuid,
      user: named,
      team: named,
      actions,
      expiresAt: moment,
      createdAt: { type: 'string', format: 'date-time' },
      createdBy: named,
      rule: { ...named, description: 'The sharing rule that made it.' },
    },
  },
  SharingDefault: {
    type: 'object',
    properties: { entity: { type: 'string' }, level },
  },
  SharingRule: {
    type: 'object',
    properties: {
      id: uuid,
      name: { type: 'string' },
      entity: { type: 'string' },
      filter,
      user: named,
      team: named,
      actions,
      isActive: { type: 'boolean' },
      state: {
        enum: ['waiting', 'applying', 'applied', 'dormant', 'failed'],
        description: 'One that is dormant names what is off, and shares nothing meanwhile.',
      },
      reason: { type: 'string' },
      shared: { type: 'integer', description: 'Records that it shares now.' },
      appliedAt: moment,
    },
  },
};

function schemaNamed(name: keyof typeof schemas): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function listOf(key: string, name: keyof typeof schemas): JsonSchema {
  return { type: 'object', properties: { [key]: { type: 'array', items: schemaNamed(name) } } };
}

function bodyOf(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): HostOperation['body'] & object {
  return { schema: { type: 'object', additionalProperties: false, properties, required } };
}

const ruleBody = {
  name: { type: 'string', maxLength: 80 },
  entity: { type: 'string' },
  filter,
  ...grantee,
  actions,
  isActive: { type: 'boolean' },
};
const SHARES = '/api/{plugin}/{entities}/{id}/shares';
const RULES = '/api/sharing/rules';
const DEFAULTS = '/api/sharing/defaults';
const RULE = { id: 'Id of the rule.' };

/** Shares of records, sharing defaults and sharing rules, for the API reference. */
export const sharingOperations: HostOperations = {
  tag: 'sharing',
  label: 'Sharing',
  description: 'Who may see and change records beyond the scopes of his roles.',
  schemas,
  operations: [
    {
      method: 'get',
      path: SHARES,
      id: 'sharing.shares.list',
      summary: 'With whom a record is shared',
      permission: 'signedIn',
      inPath: RECORD,
      answer: {
        description: 'The shares that hold.',
        schema: {
          type: 'object',
          properties: {
            shares: { type: 'array', items: schemaNamed('Share') },
            mayShare: { type: 'boolean' },
            sharing: level,
          },
        },
      },
      problems: [404],
    },
    {
      method: 'post',
      path: SHARES,
      id: 'sharing.shares.create',
      summary: 'Share a record; the same user or team again replaces their share',
      permission: 'signedIn',
      inPath: RECORD,
      body: bodyOf({ ...grantee, actions, expiresAt: moment }, ['actions']),
      answer: { status: 201, description: 'The share.', schema: schemaNamed('Share') },
      problems: [400, 404, 422],
    },
    {
      method: 'delete',
      path: `${SHARES}/{share}`,
      id: 'sharing.shares.delete',
      summary: 'Take a share away',
      permission: 'signedIn',
      inPath: { ...RECORD, share: 'Id of the share.' },
      answer: { status: 204, description: 'It is gone.' },
      problems: [404, 409],
    },
    {
      method: 'get',
      path: DEFAULTS,
      id: 'sharing.defaults.list',
      summary: 'How far records are shared by default, by entity',
      permission: MANAGE,
      answer: { description: 'The defaults.', schema: listOf('defaults', 'SharingDefault') },
      problems: [],
    },
    {
      method: 'put',
      path: `${DEFAULTS}/{entity}`,
      id: 'sharing.defaults.set',
      summary: 'Set how far the records of an entity are shared by default',
      permission: MANAGE,
      inPath: { entity: 'Id of the entity.' },
      body: bodyOf({ level }, ['level']),
      answer: { description: 'The default.', schema: schemaNamed('SharingDefault') },
      problems: [400, 422],
    },
    {
      method: 'get',
      path: RULES,
      id: 'sharing.rules.list',
      summary: 'The sharing rules',
      permission: MANAGE,
      answer: { description: 'The rules.', schema: listOf('rules', 'SharingRule') },
      problems: [],
    },
    {
      method: 'post',
      path: `${RULES}/count`,
      id: 'sharing.rules.count',
      summary: 'How many records a filter matches',
      permission: MANAGE,
      body: bodyOf({ entity: { type: 'string' }, filter }, ['entity', 'filter']),
      answer: {
        description: 'Of those that the caller may read.',
        schema: { type: 'object', properties: { count: { type: 'integer' } } },
      },
      problems: [400, 422],
    },
    {
      method: 'post',
      path: RULES,
      id: 'sharing.rules.create',
      summary: 'Make a sharing rule; it is applied in the background',
      permission: MANAGE,
      body: bodyOf(ruleBody, ['name', 'entity', 'filter', 'actions']),
      answer: { status: 201, description: 'The rule.', schema: schemaNamed('SharingRule') },
      problems: [400, 422],
    },
    {
      method: 'patch',
      path: `${RULES}/{id}`,
      id: 'sharing.rules.update',
      summary: 'Change a sharing rule; what it shared by its old words is gone at once',
      permission: MANAGE,
      inPath: RULE,
      body: bodyOf(ruleBody),
      answer: { description: 'The rule.', schema: schemaNamed('SharingRule') },
      problems: [400, 404, 422],
    },
    {
      method: 'delete',
      path: `${RULES}/{id}`,
      id: 'sharing.rules.delete',
      summary: 'Delete a sharing rule with its shares',
      permission: MANAGE,
      inPath: RULE,
      answer: { status: 204, description: 'It is gone.' },
      problems: [404],
    },
  ],
};
