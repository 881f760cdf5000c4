import { recordSchema } from '../entities/json-schema.ts';
import type { FieldType } from '../entities/field.ts';
import type { EntityModel } from '../entities/model.ts';
import {
  jsonContent,
  problemResponses,
  reference,
  type OperationKind,
} from './openapi-components.ts';
import { aggregateSchema, bulkSchema, querySchema } from './query-schema.ts';
import type { JsonSchema } from './route.ts';

type Paths = Record<string, Record<string, JsonSchema>>;

const REFERENCES: ReadonlySet<FieldType> = new Set(['ref', 'user', 'team', 'state']);
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties,
});
const text = { type: 'string' } as const;
const moment = { type: 'string', format: 'date-time' } as const;

/** The component schemas of an entity: as it is read, and what creating and updating take. */
export function recordSchemas(model: EntityModel): Record<string, JsonSchema> {
  return {
    [model.id]: withReferences(model, recordSchema(model, 'read')),
    [`${model.id}.create`]: recordSchema(model, 'create'),
    [`${model.id}.update`]: recordSchema(model, 'update'),
  };
}

/** The operations on the records of an entity, by path. */
export function recordPaths(model: EntityModel): Paths {
  const path = `/api/${model.plugin}/${model.options.path}`;
  const one = `${path}/{id}`;
  const make = (
    verb: string,
    summary: string,
    kind: OperationKind,
    more: OperationParts,
  ): JsonSchema => operation(model, verb, summary, kind, more);
  const plural = model.options.plural.en;
  const singular = model.options.label.en;
  const record = reference('schemas', model.id);
  const body = (name: string): JsonSchema => ({
    required: true,
    content: jsonContent(reference('schemas', name)),
  });
  const saved = {
    description: singular,
    headers: { ETag: reference('headers', 'ETag') },
    content: jsonContent(record),
  };
  const update = {
    parameters: ['Id', 'IfMatch'],
    requestBody: body(`${model.id}.update`),
    success: { 200: saved },
  };
  return {
    [path]: {
      get: make('list', `List ${plural}`, 'read', {
        parameters: [
          'Start',
          'End',
          'Sort',
          'Order',
          'Search',
          'FilterJson',
          'Cursor',
          'Include',
          'Fields',
          'Deleted',
          'Prefer',
        ],
        more: fieldParameters(model),
        success: { 200: pageOf(record) },
      }),
      post: make('create', `Create ${singular}`, 'create', {
        parameters: ['IdempotencyKey'],
        requestBody: body(`${model.id}.create`),
        success: { 201: { ...saved, headers: { ...saved.headers, Location: { schema: text } } } },
      }),
    },
    [`${path}/query`]: {
      post: make('query', `Query ${plural}`, 'read', {
        requestBody: { required: true, content: jsonContent(querySchema) },
        success: { 200: pageOf(record) },
      }),
    },
    [`${path}/aggregate`]: {
      post: make('aggregate', `Aggregate ${plural}`, 'read', {
        requestBody: { required: true, content: jsonContent(aggregateSchema) },
        success: {
          200: {
            description: 'One object for each group.',
            content: jsonContent(list({ type: 'object' })),
          },
        },
      }),
    },
    [`${path}/bulk`]: {
      post: make('bulk', `Write several ${plural}`, 'create', {
        parameters: ['IdempotencyKey'],
        requestBody: { required: true, content: jsonContent(bulkSchema) },
        success: { 200: outcomes('All were written.'), 207: outcomes('Some failed.') },
      }),
    },
    [one]: {
      get: make('get', `Read ${singular}`, 'read', {
        parameters: ['Id', 'Include', 'Fields', 'Deleted', 'IfNoneMatch'],
        success: { 200: saved, 304: { description: 'The caller has this version.' } },
      }),
      put: make('replace', `Update ${singular}; merges as PATCH does`, 'write', update),
      patch: make('update', `Update ${singular}`, 'write', update),
      delete: make('delete', `Delete ${singular}`, 'write', {
        parameters: ['Id', 'IfMatch'],
        success: {
          200: {
            ...saved,
            description: 'The record as it was.',
            headers: { 'X-Batch': { schema: text } },
          },
        },
      }),
    },
    [`${one}/restore`]: {
      post: make('restore', `Restore ${singular}`, 'write', {
        parameters: ['Id', 'IdempotencyKey'],
        success: { 200: saved },
      }),
    },
    [`${one}/history`]: {
      get: make('history', `Changes of ${singular}`, 'read', {
        parameters: ['Id', 'Cursor', 'Limit'],
        success: { 200: { description: 'Newest first.', content: jsonContent(list(historyItem)) } },
      }),
    },
    [`${one}/timeline`]: {
      get: make('timeline', `Timeline of ${singular}`, 'read', {
        parameters: ['Id', 'Cursor', 'Limit'],
        success: {
          200: {
            description: 'Newest first.',
            content: jsonContent(
              object({ items: list(timelineItem), next: { type: ['string', 'null'] } }),
            ),
          },
        },
      }),
    },
    [`${one}/stages`]: {
      get: make('stages', `States of ${singular}`, 'read', {
        parameters: ['Id'],
        success: { 200: { description: 'Oldest first.', content: jsonContent(list(stageItem)) } },
      }),
    },
  };
}

const somebody = {
  anyOf: [object({ userId: { type: ['string', 'null'] }, name: text }), { type: 'null' }],
};
const historyItem = object({
  id: text,
  at: moment,
  action: text,
  actor: reference('schemas', 'Actor'),
  initiator: somebody,
  impersonator: somebody,
  cause: { anyOf: [object({ kind: text, id: text }), { type: 'null' }] },
  source: text,
  requestId: { type: ['string', 'null'] },
  reason: { type: ['string', 'null'] },
  changes: reference('schemas', 'Changes'),
  values: reference('schemas', 'Changes'),
});
const timelineItem = object({
  kind: { enum: ['record', 'change', 'stage'] },
  at: moment,
  entity: text,
  id: text,
  title: { type: ['string', 'null'] },
  actor: reference('schemas', 'Actor'),
  action: text,
  record: { type: 'object' },
  changes: reference('schemas', 'Changes'),
});
const stageItem = object({
  field: text,
  from: reference('schemas', 'StateLabel'),
  to: reference('schemas', 'StateLabel'),
  enteredAt: moment,
  leftAt: { type: ['string', 'null'], format: 'date-time' },
  seconds: { type: ['integer', 'null'] },
  user: { type: ['object', 'null'], properties: { id: text, name: { type: ['string', 'null'] } } },
});

interface OperationParts {
  readonly parameters?: readonly string[];
  readonly more?: readonly JsonSchema[];
  readonly requestBody?: JsonSchema;
  readonly success: Readonly<Record<number, JsonSchema>>;
}

function operation(
  model: EntityModel,
  verb: string,
  summary: string,
  kind: OperationKind,
  parts: OperationParts,
): JsonSchema {
  const parameters = (parts.parameters ?? []).map((name) => reference('parameters', name));
  return {
    operationId: `${model.id}.${verb}`,
    tags: [model.plugin],
    summary,
    parameters: [...parameters, ...(parts.more ?? [])],
    ...(parts.requestBody ? { requestBody: parts.requestBody } : {}),
    responses: { ...parts.success, ...problemResponses(parts.requestBody ? 'write' : kind) },
  };
}

/** One parameter a field; its operators are suffixes that the description of the document tells. */
function fieldParameters(model: EntityModel): JsonSchema[] {
  return [...model.fields.values()]
    .filter((field) => field.type !== 'json' && field.type !== 'address')
    .map((field) => ({ name: field.name, in: 'query', description: field.label.en, schema: text }));
}

function pageOf(record: JsonSchema): JsonSchema {
  return {
    description: 'A page.',
    headers: {
      'X-Total-Count': reference('headers', 'Total'),
      'X-Total-Count-Exact': reference('headers', 'TotalIsExact'),
      'X-Next-Cursor': reference('headers', 'NextCursor'),
      Link: reference('headers', 'Link'),
    },
    content: jsonContent(list(record)),
  };
}

function outcomes(description: string): JsonSchema {
  return {
    description,
    content: jsonContent(object({ outcomes: list(reference('schemas', 'Outcome')) })),
  };
}

/** A reference reads as its id, or expanded where `include` asks for it. */
function withReferences(model: EntityModel, schema: JsonSchema): JsonSchema {
  const properties = { ...(schema['properties'] as Record<string, JsonSchema>) };
  for (const field of model.fields.values()) {
    const known = properties[field.name];
    if (!known || !REFERENCES.has(field.type)) continue;
    const { title, description, readOnly, ...value } = known;
    properties[field.name] = {
      ...Object.fromEntries(
        Object.entries({ title, description, readOnly }).filter(([, one]) => one !== undefined),
      ),
      anyOf: [value, reference('schemas', 'Reference')],
    };
  }
  return { ...schema, properties };
}
