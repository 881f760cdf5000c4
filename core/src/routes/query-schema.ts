import type { JsonSchema } from './route.ts';

const names = { type: 'array', items: { type: 'string' }, maxItems: 200 } as const;

/** The body of `POST /query`: a `Query`. What its names mean is checked by the query compiler. */
export const querySchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    filter: { type: 'object', description: 'A filter in the filter language.' },
    search: { type: 'string', maxLength: 200 },
    sort: {
      type: 'array',
      maxItems: 10,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['field'],
        properties: { field: { type: 'string' }, direction: { enum: ['asc', 'desc'] } },
      },
    },
    fields: names,
    include: names,
    limit: { type: 'integer', minimum: 1, maximum: 1000 },
    offset: { type: 'integer', minimum: 0 },
    cursor: { type: 'string' },
    count: { enum: ['none', 'bounded', 'exact'] },
    deleted: { type: 'boolean' },
  },
};

const measure = (name: string) => ({
  type: 'object',
  additionalProperties: false,
  required: [name],
  properties: { [name]: { type: 'string' } },
});

/** The body of `POST /aggregate`: an `AggregateQuery`. */
export const aggregateSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['measures'],
  properties: {
    filter: { type: 'object', description: 'A filter in the filter language.' },
    search: { type: 'string', maxLength: 200 },
    groupBy: {
      type: 'array',
      maxItems: 5,
      items: {
        anyOf: [
          { type: 'string' },
          {
            type: 'object',
            additionalProperties: false,
            required: ['field', 'by'],
            properties: {
              field: { type: 'string' },
              by: { enum: ['day', 'week', 'month', 'quarter', 'year'] },
            },
          },
        ],
      },
    },
    measures: {
      type: 'object',
      minProperties: 1,
      maxProperties: 50,
      additionalProperties: {
        anyOf: [{ const: 'count' }, ...['sum', 'avg', 'min', 'max', 'countDistinct'].map(measure)],
      },
    },
    limit: { type: 'integer', minimum: 1, maximum: 10_000 },
  },
};

/** Rows of one `POST /bulk` at most, all kinds together. */
export const BULK_LIMIT = 1000;

const ids = { type: 'array', items: { type: 'string', format: 'uuid' } } as const;

/** The body of `POST /bulk`. What may stand in the rows is checked by the record pipeline. */
export const bulkSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    create: { type: 'array', items: { type: 'object' } },
    update: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          ifVersion: { type: 'integer', minimum: 1 },
        },
      },
    },
    delete: ids,
    restore: ids,
    atomic: { enum: ['all', 'each'] },
  },
};
