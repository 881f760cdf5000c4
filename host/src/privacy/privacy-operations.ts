import type { JsonSchema } from '@tessera/core';
import type { HostOperation, HostOperations } from '../server/host-operations.ts';
import { PRIVACY_PERMISSION } from './privacy-parts.ts';

const text = { type: 'string' } as const;
const textOrNull = { type: ['string', 'null'] } as const;
const id = { type: 'string', format: 'uuid' } as const;
const count = { type: 'integer' } as const;
const moment = { type: ['string', 'null'], format: 'date-time' } as const;
const texts = { type: 'array', items: text } as const;

function record(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties };
}

function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

const named = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const place = {
  type: 'object',
  properties: { entity: text, id },
  required: ['entity', 'id'],
  additionalProperties: false,
} as const;
const lines = list(record({ entity: text, plugin: text, count, why: text }));

const schemas: Readonly<Record<string, JsonSchema>> = {
  PrivacyPerson: record({ entity: text, id, title: text, subtitle: textOrNull }),
  PrivacyHoldings: record({
    person: named('PrivacyPerson'),
    matches: list(record({ entity: text, id, title: text, subtitle: textOrNull, by: texts })),
    holdings: list(
      record({
        entity: text,
        plugin: text,
        label: { type: 'object', additionalProperties: text },
        count,
        fields: texts,
        deal: { enum: ['erase', 'clear', 'keep'] },
        why: text,
      }),
    ),
  }),
  PrivacyRequest: record({
    id,
    kind: { enum: ['export', 'erase'] },
    status: { enum: ['queued', 'running', 'done', 'failed'] },
    person: record({
      entity: text,
      id,
      title: { ...textOrNull, description: 'Null once erased.' },
    }),
    people: { ...count, description: 'How many records are the person’s.' },
    at: moment,
    endedAt: moment,
    by: { type: ['object', 'null'], properties: { id, name: text } },
    reason: textOrNull,
    fault: textOrNull,
    size: { type: ['integer', 'null'], description: 'Bytes of the export.' },
    report: record({ erased: lines, cleared: lines, kept: lines }),
  }),
};

type Rest = Omit<Partial<HostOperation>, 'method' | 'path' | 'id' | 'summary' | 'answer'>;

function operation(
  route: `${Uppercase<HostOperation['method']>} ${string}`,
  name: string,
  summary: string,
  answer: HostOperation['answer'],
  rest: Rest = {},
): HostOperation {
  const [method = 'get', path = ''] = route.split(' ');
  return {
    method: method.toLowerCase() as HostOperation['method'],
    path: `/api/privacy${path}`,
    id: name,
    summary,
    permission: PRIVACY_PERMISSION,
    answer,
    problems: [],
    ...rest,
  };
}

const shown = (name: string, description: string, status = 200): HostOperation['answer'] => ({
  status,
  description,
  schema: named(name),
});
const inRequest: Rest = { inPath: { id: 'Id of the request.' }, problems: [404] };

/** The routes of privacy, for the API reference. */
export const privacyOperations: HostOperations = {
  tag: 'privacy',
  label: 'Privacy',
  description: 'Export and erase everything about a person, across all installed plugins.',
  schemas,
  operations: [
    operation(
      'GET /people',
      'privacy.people.search',
      'Find persons',
      { description: 'At most 20.', schema: list(named('PrivacyPerson')) },
      {
        inQuery: {
          q: { ...text, description: 'Part of a name, an e-mail address or a telephone.' },
        },
        problems: [400],
      },
    ),
    operation(
      'GET /people/{entity}/{id}',
      'privacy.people.get',
      'What belongs to a person',
      shown(
        'PrivacyHoldings',
        'What would be erased, cleared and kept, and other records with the same address.',
      ),
      { inPath: { entity: 'Entity of the record.', id: 'Id of the record.' }, problems: [404] },
    ),
    operation(
      'POST /requests',
      'privacy.requests.create',
      'Export or erase a person',
      shown('PrivacyRequest', 'The request, which is done in the background.', 202),
      {
        body: {
          schema: {
            type: 'object',
            properties: {
              kind: { enum: ['export', 'erase'] },
              entity: text,
              id,
              also: {
                ...list(place),
                maxItems: 50,
                description: 'Other records of the same person.',
              },
              reason: { ...textOrNull, maxLength: 2000 },
              confirm: {
                ...text,
                description: 'Of an erasure: the name or e-mail address of the person.',
              },
            },
            required: ['kind', 'entity', 'id'],
            additionalProperties: false,
          },
        },
        problems: [404, 409, 422],
      },
    ),
    operation('GET /requests', 'privacy.requests.list', 'The latest requests', {
      description: 'At most 200, the newest first.',
      schema: list(named('PrivacyRequest')),
    }),
    operation(
      'GET /requests/{id}',
      'privacy.requests.get',
      'A request with its report',
      shown('PrivacyRequest', 'It names nobody once the person is erased.'),
      inRequest,
    ),
    operation(
      'GET /requests/{id}/file',
      'privacy.requests.download',
      'Download an export',
      {
        description: 'person.json, person.html and the files.',
        type: 'application/gzip',
        schema: { type: 'string', format: 'binary' },
      },
      inRequest,
    ),
    operation(
      'GET /suppressions',
      'privacy.suppressions.get',
      'Whether an address is held back',
      {
        description: 'Whether it belongs to a person who was erased.',
        schema: record({ kind: { enum: ['email', 'phone'] }, isSuppressed: { type: 'boolean' } }),
      },
      {
        inQuery: { value: { ...text, description: 'An e-mail address or a telephone number.' } },
        problems: [400],
      },
    ),
    operation(
      'DELETE /suppressions',
      'privacy.suppressions.lift',
      'Let an address be entered again',
      { status: 204, description: 'It may be entered again.' },
      {
        body: {
          schema: {
            type: 'object',
            properties: { value: text, reason: { ...text, minLength: 3, maxLength: 2000 } },
            required: ['value', 'reason'],
            additionalProperties: false,
          },
        },
        problems: [400, 404, 422],
      },
    ),
  ],
};
