import type { JsonSchema } from './route.ts';

/** A pointer to a component of the document. */
export function reference(
  kind: 'schemas' | 'responses' | 'parameters' | 'headers',
  name: string,
): JsonSchema {
  return { $ref: `#/components/${kind}/${name}` };
}

/** JSON content of a schema. */
export function jsonContent(schema: JsonSchema): JsonSchema {
  return { 'application/json': { schema } };
}

/** The answers that any operation may give when it does not give its own. */
const PROBLEMS: Readonly<Record<number, readonly [name: string, description: string]>> = {
  400: ['RequestInvalid', 'The request is not valid, or names what does not exist.'],
  401: ['NotSignedIn', 'Nobody is signed in.'],
  403: ['NotPermitted', 'The roles of the caller do not permit it.'],
  404: ['Missing', 'There is nothing here that the caller may see.'],
  409: ['Conflict', 'A value is taken, or the record is still in use.'],
  412: ['VersionMismatch', 'Somebody else changed the record; `changed` names the fields.'],
  413: ['BodyTooLarge', 'The body is larger than 10 MB.'],
  415: ['MediaTypeUnsupported', 'The body is not JSON.'],
  422: ['InputInvalid', 'Values are not valid, or a rule refuses; `errors` says which.'],
  429: ['TooManyRequests', 'Too many requests; wait for `Retry-After` seconds.'],
  500: ['Failed', 'Something went wrong here.'],
  503: ['Unavailable', 'The plugin is being switched; wait for `Retry-After` seconds.'],
};

/** Statuses that an operation has beside its success. */
export type OperationKind = 'read' | 'write' | 'create';

/** The responses of failure of one kind of operation, by status. */
export function problemResponses(kind: OperationKind): Readonly<Record<string, JsonSchema>> {
  const writes = [409, 412, 413, 415, 422];
  const statuses = [400, 401, 403, 404, ...(kind === 'read' ? [] : writes), 429, 500, 503];
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      reference('responses', PROBLEMS[status]?.[0] ?? 'Failed'),
    ]),
  );
}

const text = { type: 'string' } as const;

export const componentResponses: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  Object.entries(PROBLEMS).map(([status, [name, description]]) => [
    name,
    {
      description,
      ...(status === '429' || status === '503'
        ? {
            headers: {
              'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
            },
          }
        : {}),
      content: { 'application/problem+json': { schema: reference('schemas', 'Problem') } },
    },
  ]),
);

export const componentSchemas: Readonly<Record<string, JsonSchema>> = {
  Problem: {
    type: 'object',
    title: 'Problem',
    description: 'RFC 9457, with the details of the error beside these.',
    required: ['type', 'title', 'status', 'code', 'detail', 'errors'],
    properties: {
      type: { type: 'string', format: 'uri' },
      title: text,
      status: { type: 'integer' },
      code: { ...text, description: 'Stable; OWNER_WHAT.' },
      detail: text,
      message: { ...text, description: 'The same as `detail`.' },
      requestId: text,
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['pointer', 'detail'],
          properties: {
            pointer: { ...text, description: 'JSON pointer into the input.' },
            detail: text,
          },
        },
      },
    },
  },
  Reference: {
    type: 'object',
    title: 'Expanded reference',
    description: 'What `include` puts in the place of an id; with the fields of the record.',
    required: ['id'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      entity: text,
      title: { type: ['string', 'null'] },
    },
  },
  Filter: { type: 'object', title: 'Filter', description: 'A filter in the filter language.' },
  Outcome: {
    type: 'object',
    title: 'Outcome',
    required: ['status'],
    properties: {
      status: { enum: ['created', 'updated', 'unchanged', 'deleted', 'restored', 'failed'] },
      id: { type: 'string', format: 'uuid' },
      version: { type: 'integer' },
      code: text,
      detail: text,
      problems: {
        type: 'array',
        items: { type: 'object', properties: { pointer: text, detail: text } },
      },
    },
  },
  Actor: {
    type: ['object', 'null'],
    title: 'Actor',
    properties: { kind: text, userId: { type: ['string', 'null'], format: 'uuid' }, name: text },
  },
  Changes: {
    type: 'object',
    title: 'Changes',
    description: 'Before and after, by field.',
    additionalProperties: { type: 'array', minItems: 2, maxItems: 2 },
  },
  StateLabel: {
    type: ['object', 'null'],
    title: 'State',
    properties: {
      id: { type: 'string', format: 'uuid' },
      key: { type: ['string', 'null'] },
      label: { type: ['string', 'null'] },
      kind: { type: ['string', 'null'] },
    },
  },
};

export const componentHeaders: Readonly<Record<string, JsonSchema>> = {
  ETag: { description: 'The version of the record.', schema: text },
  Total: {
    description: 'How many records the filter keeps; at most 10,000 unless `Prefer: count=exact`.',
    schema: { type: 'integer' },
  },
  TotalIsExact: {
    description: '`false` when there are more than `X-Total-Count` says.',
    schema: { type: 'boolean' },
  },
  Link: { description: 'RFC 8288: first, prev, next.', schema: text },
  NextCursor: { description: 'Cursor of the next page; absent on the last.', schema: text },
};

function query(name: string, description: string, schema: JsonSchema): JsonSchema {
  return { name, in: 'query', description, schema };
}
function header(name: string, description: string): JsonSchema {
  return { name, in: 'header', description, schema: text };
}

export const componentParameters: Readonly<Record<string, JsonSchema>> = {
  Id: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
  Start: query('_start', 'Records to leave out.', { type: 'integer', minimum: 0, default: 0 }),
  End: query('_end', 'Where the page ends; at most 1,000 after `_start`.', {
    type: 'integer',
    minimum: 1,
  }),
  Sort: query('_sort', 'Fields or paths, separated by commas.', text),
  Order: query('_order', '`asc` or `desc` for each field of `_sort`.', text),
  Search: query('q', 'Words to find.', text),
  FilterJson: query('filter', 'A filter in the filter language, as JSON.', text),
  Cursor: query('cursor', 'From `X-Next-Cursor` of the page before.', text),
  Limit: query('limit', 'Items a page.', {
    type: 'integer',
    minimum: 1,
    maximum: 200,
    default: 50,
  }),
  Include: query('include', 'References to expand, separated by commas.', text),
  Fields: query('fields', 'Fields to select, separated by commas.', text),
  Deleted: query('deleted', 'Read the recycle bin.', { type: 'boolean' }),
  Prefer: header('Prefer', '`count=exact` counts all, `count=none` nothing.'),
  IfMatch: header('If-Match', 'The ETag that the record must still have.'),
  IfNoneMatch: header('If-None-Match', 'The ETag that the caller has; 304 when it still holds.'),
  IdempotencyKey: header(
    'Idempotency-Key',
    'A repeated request with the same key gets the first answer; for 24 hours.',
  ),
};
