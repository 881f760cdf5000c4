import type { JsonSchema } from '@tessera/core';
import type { HostOperation, HostOperations } from '../server/host-operations.ts';
import { auditSchemas } from './audit-schemas.ts';

const READ = 'tessera.audit.read';
const MANAGE = 'tessera.audit.manage';
const named = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const text = (description: string) => ({ type: 'string', description });
const moment = (description: string) => ({ type: 'string', format: 'date-time', description });
const id = (description: string) => ({ type: 'string', format: 'uuid', description });

const FILTERS: NonNullable<HostOperation['inQuery']> = {
  entity: text('Id of an entity, or of what the host keeps: tessera.audit.'),
  record: id('Id of a record.'),
  user: id('Id of the user who acted.'),
  action: text('create, update, delete, restore, view, export, share, erase, …'),
  source: text('How it came in: ui, api, import, workflow, portal, plugin or system.'),
  actor: text('Kind of who acted: user, token, portal, workflow, import, system or anonymous.'),
  request: text('Id of a request.'),
  field: text('Name of a field that was changed or seen.'),
  plugin: text('Id of a plugin.'),
  from: moment('From this moment on.'),
  to: moment('Before this moment.'),
  q: text('Words in the names of those who acted, or in the reason.'),
};

/** The routes of the audit, for the API reference. */
export const auditOperations: HostOperations = {
  tag: 'audit',
  label: 'Audit',
  description: 'What happened: who did what, when, from where and why. Nobody can change it.',
  schemas: auditSchemas,
  operations: [
    {
      method: 'get',
      path: '/api/audit',
      id: 'audit.list',
      summary: 'The entries about records that the reader may read, newest first',
      permission: READ,
      inQuery: {
        ...FILTERS,
        cursor: id('The “next” of the page before.'),
        limit: { type: 'integer', minimum: 1, maximum: 500, description: '50 when not given.' },
      },
      answer: {
        description: 'A page.',
        schema: {
          type: 'object',
          properties: {
            entries: { type: 'array', items: named('AuditEntry') },
            next: { type: ['string', 'null'] },
          },
        },
      },
      problems: [400],
    },
    {
      method: 'get',
      path: '/api/audit/days',
      id: 'audit.days',
      summary: 'How many of these entries there were on each day',
      permission: READ,
      inQuery: {
        ...FILTERS,
        zone: text('Time zone of the days, IANA; the workspace’s when not given.'),
      },
      answer: {
        description: 'The last 90 days when there is no “from”; the newest 100,000 entries.',
        schema: named('AuditDays'),
      },
      problems: [400],
    },
    {
      method: 'get',
      path: '/api/audit/export',
      id: 'audit.export',
      summary: 'The same entries as a file; the export is an entry itself',
      permission: READ,
      inQuery: { ...FILTERS, format: { enum: ['csv'], description: 'csv.' } },
      answer: { description: 'A line an entry.', type: 'text/csv', schema: { type: 'string' } },
      problems: [400],
    },
    {
      method: 'get',
      path: '/api/audit/seals',
      id: 'audit.seals',
      summary: 'The last seal, and how many entries wait for one',
      permission: READ,
      answer: { description: 'The seals.', schema: named('AuditSeals') },
      problems: [],
    },
    {
      method: 'post',
      path: '/api/audit/verify',
      id: 'audit.verify',
      summary: 'Check every sealed entry and the chain of seals',
      permission: MANAGE,
      body: {
        isOptional: true,
        schema: {
          type: 'object',
          additionalProperties: false,
          properties: {
            digest: {
              type: 'string',
              pattern: '^[0-9a-f]{64}$',
              description: 'One that an earlier check told: it must still be in the chain.',
            },
          },
        },
      },
      answer: { description: 'What is wrong, if anything.', schema: named('AuditVerdict') },
      problems: [400, 413, 415, 422],
    },
    {
      method: 'get',
      path: '/api/settings/audit',
      id: 'audit.settings.get',
      summary: 'How long the audit is kept',
      permission: MANAGE,
      answer: { description: 'The settings.', schema: named('AuditSettings') },
      problems: [],
    },
    {
      method: 'get',
      path: '/api/settings/audit/effect',
      id: 'audit.settings.effect',
      summary: 'What would go if the audit were kept for so long',
      permission: MANAGE,
      inQuery: {
        retentionDays: { type: 'integer', minimum: 1, maximum: 36_500, description: 'Days.' },
      },
      answer: { description: 'What would go tonight.', schema: named('AuditRetentionEffect') },
      problems: [400],
    },
    {
      method: 'put',
      path: '/api/settings/audit',
      id: 'audit.settings.set',
      summary: 'Set how long the audit is kept',
      permission: MANAGE,
      body: { schema: named('AuditSettings') },
      answer: { description: 'The settings as they are now.', schema: named('AuditSettings') },
      problems: [400, 413, 415, 422],
    },
  ],
};
