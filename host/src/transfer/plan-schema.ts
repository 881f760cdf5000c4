const text = { type: 'string', minLength: 1, maxLength: 255 };
const texts = { type: 'array', items: text, minItems: 1, maxItems: 50 };
const valueMap = {
  type: 'object',
  maxProperties: 10_000,
  additionalProperties: { type: 'string', maxLength: 2000 },
};
const entity = { type: 'string', pattern: '^[a-z][\\w-]*\\.[a-z]\\w*$' };

/** JSON Schema of `FieldMapping`. */
const mappingSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    column: text,
    value: { type: ['string', 'number', 'boolean'] },
    template: { type: 'string', minLength: 1, maxLength: 2000 },
    map: valueMap,
    mapOnly: { type: 'boolean' },
    lookup: { anyOf: [text, texts] },
    entity,
    multiply: { type: 'string', pattern: '^-?\\d{1,20}(\\.\\d{1,20})?$' },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    format: { type: 'string', minLength: 3, maxLength: 40 },
    decimal: { enum: ['.', ','] },
    separator: { type: 'string', minLength: 1, maxLength: 5 },
    default: { type: 'string', maxLength: 2000 },
    skipEmpty: { type: 'boolean' },
  },
  oneOf: [{ required: ['column'] }, { required: ['value'] }, { required: ['template'] }],
};

/** Properties of `ImportPlan` in JSON Schema. */
export const planProperties = {
  entity,
  mode: { enum: ['create', 'update', 'upsert'] },
  key: { type: 'array', items: text, minItems: 1, maxItems: 5, uniqueItems: true },
  history: { type: 'boolean' },
  duplicates: { enum: ['fail', 'skip'] },
  mapping: {
    type: 'object',
    minProperties: 1,
    maxProperties: 500,
    additionalProperties: mappingSchema,
  },
  valueMaps: { type: 'object', additionalProperties: valueMap },
  filter: {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: {
      filled: texts,
      empty: texts,
      equals: { type: 'object', additionalProperties: { anyOf: [{ type: 'string' }, texts] } },
    },
  },
  delimiter: { enum: [',', ';', '\t', '|'] },
  encoding: text,
} as const;

/** JSON Schema of what `POST /api/imports` takes. */
export const importRequestSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['file', 'entity', 'mode'],
  properties: {
    ...planProperties,
    file: { type: 'string', format: 'uuid' },
    batch: { type: 'string', format: 'uuid' },
    name: { type: 'string', minLength: 1, maxLength: 200 },
  },
} as const;

/** JSON Schema of what `POST /api/imports/check` takes. */
export const checkRequestSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['file', 'entity', 'mode'],
  properties: {
    ...planProperties,
    file: { type: 'string', format: 'uuid' },
    from: { type: 'integer', minimum: 0, maximum: 2_000_000_000 },
  },
} as const;

/** JSON Schema of what `POST /api/imports/files/:id/read` takes. */
export const readingSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    encoding: planProperties.encoding,
    delimiter: planProperties.delimiter,
    sheet: { type: 'string', minLength: 1, maxLength: 255 },
  },
} as const;
