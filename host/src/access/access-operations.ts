import type { JsonSchema } from '@tessera/core';
import type { HostOperation, HostOperations } from '../server/host-operations.ts';
import { accessSchemas } from './access-schemas.ts';

const MANAGE = 'tessera.user.manage';
const text = { type: 'string' } as const;

function shown(name: string, description: string): HostOperation['answer'] {
  return { description, schema: { $ref: `#/components/schemas/${name}` } };
}

const inQuery = (
  ...names: readonly (readonly [name: string, description: string])[]
): Readonly<Record<string, JsonSchema & { readonly description: string }>> =>
  Object.fromEntries(names.map(([name, description]) => [name, { ...text, description }]));

const list = { type: ['array', 'null'], maxItems: 2000 } as const;

/** The routes of who may do what, for the API reference. */
export const accessOperations: HostOperations = {
  tag: 'access',
  label: 'Access',
  description: 'Who may do what, why, and what a change of a role would change.',
  schemas: accessSchemas,
  operations: [
    {
      method: 'get',
      path: '/api/access/explain',
      id: 'access.explain',
      summary: 'Whether a user may do something with a record or field, and why',
      permission: 'signedIn',
      inQuery: inQuery(
        [
          'user',
          'Id of the user; oneself when not given. Others need the permission to manage users.',
        ],
        ['entity', 'Id of the entity; needed.'],
        ['id', 'Id of a record that one may read; without it: whether there may be any.'],
        ['field', 'Name of a field.'],
        [
          'action',
          'One of the five of every entity, or a verb of a plugin; `read` when not given.',
        ],
      ),
      answer: shown('AccessExplanation', 'The answer, from the general to the particular.'),
      problems: [400, 404],
    },
    {
      method: 'get',
      path: '/api/access/record',
      id: 'access.record',
      summary: 'Who may do what with a record',
      permission: MANAGE,
      inQuery: inQuery(
        ['entity', 'Id of the entity; needed.'],
        ['id', 'Id of the record; needed.'],
        ['cursor', '`next` of the page before.'],
      ),
      answer: shown('RecordAccess', 'Users who may do something, by name, 50 at most.'),
      problems: [400, 404],
    },
    {
      method: 'get',
      path: '/api/access/matrix',
      id: 'access.matrix',
      summary: 'Every role beside every entity, field and permission',
      permission: MANAGE,
      answer: shown('AccessMatrix', 'The matrix.'),
      problems: [400],
    },
    {
      method: 'post',
      path: '/api/access/preview',
      id: 'access.preview',
      summary: 'What saving a role so would change; nothing is saved',
      permission: MANAGE,
      body: {
        schema: {
          type: 'object',
          properties: {
            role: { type: ['string', 'null'], description: 'Id; null for a new role.' },
            grants: list,
            permissions: list,
            withheld: list,
          },
          required: ['role'],
          additionalProperties: false,
        },
      },
      answer: shown('RolePreview', 'What would change.'),
      problems: [400, 404, 413, 415, 422],
    },
  ],
};
