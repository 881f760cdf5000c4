import type { JsonSchema } from '../routes/route.ts';
import type { EntityModel, FieldModel } from './model.ts';

/** What a schema is about: an answer, or what creating or updating takes. */
export type SchemaUse = 'read' | 'create' | 'update';

/** A decimal number as a string. */
const decimalPattern = String.raw`^-?\d+(\.\d+)?$`;

/** The schema of a record, for OpenAPI 3.1 and for validation of values in their canonical form. */
export function recordSchema(model: EntityModel, use: SchemaUse): JsonSchema {
  const fields = [...model.fields.values()].filter(
    (field) => use === 'read' || !isServerOwned(field),
  );
  return {
    type: 'object',
    title: model.options.label.en,
    ...(model.options.description ? { description: model.options.description.en } : {}),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, use)])),
    ...requiredNames(fields, use),
    additionalProperties: false,
  };
}

/** The system writes it: what a client sends is ignored. An autonumber can be opened by `readOnly: false`. */
export function isServerOwned(field: FieldModel): boolean {
  const isNumbered = field.type === 'autonumber' && field.readOnly !== false;
  return field.readOnly === true || field.type === 'rollup' || isNumbered;
}

/** Whether a new record must have the field. The first state of a machine is given by the machine. */
export function isRequiredAtCreation(field: FieldModel): boolean {
  return (
    field.required === true &&
    field.default === undefined &&
    field.type !== 'state' &&
    !isServerOwned(field)
  );
}

/** The schema of one field. */
export function fieldSchema(field: FieldModel, use: SchemaUse): JsonSchema {
  const isNull =
    !field.required && !['id', 'version', 'createdAt', 'updatedAt', 'source'].includes(field.name);
  const schema = isNull ? orNull(valueSchema(field, use)) : valueSchema(field, use);
  return {
    ...schema,
    title: field.label.en,
    ...(field.help ? { description: field.help.en } : {}),
    ...(field.default === undefined || use !== 'create' ? {} : { default: field.default }),
    ...(use === 'read' && isServerOwned(field) ? { readOnly: true } : {}),
  };
}

function requiredNames(fields: readonly FieldModel[], use: SchemaUse): { required?: string[] } {
  if (use === 'update') return {};
  const required = fields.filter((field) =>
    use === 'read' ? field.name === 'id' || field.name === 'version' : isRequiredAtCreation(field),
  );
  return required.length ? { required: required.map((field) => field.name) } : {};
}

function valueSchema(field: FieldModel, use: SchemaUse): JsonSchema {
  const length = field.maxLength === undefined ? {} : { maxLength: field.maxLength };
  const bounds = {
    ...(field.minimum === undefined ? {} : { minimum: field.minimum }),
    ...(field.maximum === undefined ? {} : { maximum: field.maximum }),
  };
  if (field.name === 'id' && field.system) return { type: 'string', format: 'uuid' };
  switch (field.type) {
    case 'integer':
    case 'duration':
      return {
        type: 'integer',
        minimum: Number.MIN_SAFE_INTEGER,
        maximum: Number.MAX_SAFE_INTEGER,
        ...bounds,
      };
    case 'percent':
      return { type: 'number', ...bounds };
    case 'decimal':
      return { type: 'string', pattern: decimalPattern };
    case 'money':
      return moneySchema(use);
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'datetime':
      return { type: 'string', format: 'date-time' };
    case 'choice':
      return { type: 'string', enum: optionKeys(field, use) };
    case 'choices':
      return {
        type: 'array',
        items: { type: 'string', enum: optionKeys(field, use) },
        uniqueItems: true,
      };
    case 'email':
      return { type: 'string', format: 'email', ...length };
    case 'url':
      return { type: 'string', format: 'uri', ...length };
    case 'address':
      return addressSchema;
    case 'json':
      return {};
    case 'refs':
      return {
        type: 'array',
        items: { type: 'string', format: 'uuid' },
        uniqueItems: true,
        maxItems: 1000,
      };
    case 'ref':
    case 'user':
    case 'team':
    case 'file':
      return { type: 'string', format: 'uuid' };
    case 'state':
      return { type: 'string', minLength: 1, maxLength: 100 };
    case 'anyRef':
      return anyRefSchema(field);
    case 'rollup':
      return field.rollup?.function === 'count' ? { type: 'integer' } : { type: 'string' };
    default:
      return { type: 'string', ...length };
  }
}

function optionKeys(field: FieldModel, use: SchemaUse): string[] {
  const options = field.options ?? [];
  return options
    .filter((option) => use !== 'create' || option.active !== false)
    .map((option) => option.key);
}

function moneySchema(use: SchemaUse): JsonSchema {
  const amount = { type: 'string', pattern: decimalPattern };
  return {
    type: 'object',
    properties: {
      amount,
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
      ...(use === 'read' ? { base: { type: ['string', 'null'], readOnly: true } } : {}),
    },
    required: ['amount', 'currency'],
    additionalProperties: false,
  };
}

function anyRefSchema(field: FieldModel): JsonSchema {
  return {
    type: 'object',
    properties: {
      entity: { type: 'string', ...(field.targets ? { enum: field.targets } : {}) },
      id: { type: 'string', format: 'uuid' },
    },
    required: ['entity', 'id'],
    additionalProperties: false,
  };
}

const addressSchema: JsonSchema = {
  type: 'object',
  properties: {
    lines: { type: 'array', items: { type: 'string', maxLength: 255 }, maxItems: 5 },
    city: { type: 'string', maxLength: 255 },
    district: { type: 'string', maxLength: 255 },
    region: { type: 'string', maxLength: 255 },
    postalCode: { type: 'string', maxLength: 20 },
    countryCode: { type: 'string', pattern: '^[A-Z]{2}$' },
  },
  additionalProperties: false,
};

function orNull(schema: JsonSchema): JsonSchema {
  if (schema['type'] === undefined) return schema;
  const values = schema['enum'] as readonly unknown[] | undefined;
  return {
    ...schema,
    type: [schema['type'], 'null'],
    ...(values ? { enum: [...values, null] } : {}),
  };
}
