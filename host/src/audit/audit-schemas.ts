import type { JsonSchema } from '@tessera/core';

const text = { type: 'string' };
const optionalText = { type: ['string', 'null'] };
const moment = { type: 'string', format: 'date-time' };
const optionalId = { type: ['string', 'null'], format: 'uuid' };
const count = { type: 'integer', minimum: 0 };
const object = (
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = Object.keys(properties),
): JsonSchema => ({ type: 'object', properties, required });
const optional = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const person = optional(object({ userId: optionalId, name: text }));

/** Schemas of the API reference that the routes of the audit name. */
export const auditSchemas: Readonly<Record<string, JsonSchema>> = {
  AuditEntry: object({
    id: { type: 'string', format: 'uuid' },
    at: moment,
    entity: text,
    record: { type: 'string', format: 'uuid' },
    title: { ...optionalText, description: 'What the record is called now; null when it is gone.' },
    action: text,
    actor: object({ kind: text, userId: optionalId, name: text, tokenId: optionalId }),
    impersonator: { ...person, description: 'Who looked through the eyes of the actor.' },
    initiator: {
      ...person,
      description: 'Who set it off, where a plugin went on as the system.',
    },
    cause: optional(object({ kind: text, id: text })),
    source: text,
    address: optionalText,
    requestId: optionalText,
    reason: optionalText,
    plugin: text,
    changes: {
      type: 'object',
      description:
        'Before and after by field; of a view both are null; an erased value is {"$erased": true}.',
      additionalProperties: { type: 'array', minItems: 2, maxItems: 2 },
    },
    batch: {
      type: ['integer', 'null'],
      description: 'The seal that it is under; null while it waits for one.',
    },
  }),
  AuditDays: object({
    days: {
      type: 'array',
      items: object({ day: { type: 'string', format: 'date' }, count }),
      description: 'Days with entries, the oldest first.',
    },
    since: { ...moment, description: 'From this moment on all are counted.' },
  }),
  AuditRetentionEffect: object({ batches: count, rows: count }),
  AuditSeals: object({
    last: optional(object({ batch: count, at: moment, rows: count, digest: text })),
    waiting: { ...count, description: 'Entries without a seal; counting ends at 10,000.' },
    appendOnly: {
      ...object({ isOn: { type: 'boolean' }, reason: text }, ['isOn']),
      description: 'Whether the database itself keeps the host from changing entries, or why not.',
    },
  }),
  AuditVerdict: object({
    isWhole: { type: 'boolean' },
    batches: count,
    rows: count,
    erased: { ...count, description: 'Values that were erased by request.' },
    faults: {
      type: 'array',
      maxItems: 1000,
      items: object(
        {
          batch: { type: ['integer', 'null'] },
          row: { type: 'string', format: 'uuid' },
          field: text,
          what: {
            enum: [
              'rowChanged',
              'valueChanged',
              'rowMissing',
              'rowAdded',
              'orderChanged',
              'batchMissing',
              'sealChanged',
              'chainBroken',
              'erasedWithoutErasure',
              'digestUnknown',
            ],
          },
        },
        ['batch', 'what'],
      ),
    },
    last: optional(object({ batch: count, at: moment, digest: text })),
  }),
  AuditSettings: {
    ...object({
      retentionDays: {
        type: ['integer', 'null'],
        minimum: 1,
        maximum: 36_500,
        description: 'Days after which sealed entries go; null keeps them for ever.',
      },
    }),
    additionalProperties: false,
  },
};
