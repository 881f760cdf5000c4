import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Problem } from '../tessera-error.ts';
import { pointerTo } from '../entities/problem.ts';
import { isUuid } from '../records/query-value.ts';
import type { JsonSchema } from './route.ts';

/** Checks values against schemas, each compiled when it is first needed. */
export interface SchemaCheck {
  /** Everything that is wrong with the value; empty when nothing is. */
  problems(schema: JsonSchema, value: unknown): readonly Problem[];
  /** The same for a query string: texts count as the numbers and booleans they spell, and unknown names are wrong. */
  queryProblems(schema: JsonSchema, value: Readonly<Record<string, unknown>>): readonly Problem[];
}

export function createSchemaCheck(): SchemaCheck {
  const bodies = compiler({});
  const queries = compiler({ coerceTypes: 'array' });
  return {
    problems: (schema, value) => run(bodies(schema), value),
    queryProblems: (schema, value) =>
      run(queries({ additionalProperties: false, type: 'object', ...schema }, schema), {
        ...value,
      }),
  };
}

/**
 * Makes a check of one schema that is the server's own. It is compiled when the first value comes, and not held to the schema of schemas: every
 * start would wait for both.
 */
export function createValueCheck(schema: JsonSchema): (value: unknown) => readonly Problem[] {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= makeAjv({ meta: false, validateSchema: false }).compile(schema);
    return run(validate, value);
  };
}

function compiler(options: Options): (schema: JsonSchema, key?: JsonSchema) => ValidateFunction {
  const compiled = new WeakMap<JsonSchema, ValidateFunction>();
  let ajv: Ajv2020 | undefined;
  return (schema, key = schema) => {
    const known = compiled.get(key);
    if (known) return known;
    ajv ??= makeAjv(options);
    const validate = ajv.compile(schema);
    compiled.set(key, validate);
    return validate;
  };
}

function makeAjv(options: Options): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strict: false, verbose: true, ...options });
  // The package may get another copy of ajv, whose types differ in nothing that it uses.
  formats.default(ajv as never);
  // As the database takes them: without “urn:uuid:”.
  ajv.addFormat('uuid', isUuid);
  return ajv;
}

function run(validate: ValidateFunction, value: unknown): readonly Problem[] {
  if (validate(value)) return [];
  const faults = validate.errors ?? [];
  return faults.filter((fault) => !isAlternative(fault, faults)).map(toProblem);
}

/** Why each alternative of a `oneOf` does not fit says less than that not exactly one of them does. */
function isAlternative(fault: ErrorObject, all: readonly ErrorObject[]): boolean {
  return all.some(
    ({ keyword, schemaPath }) =>
      keyword === 'oneOf' && fault.schemaPath.startsWith(`${schemaPath}/`),
  );
}

/** What a fault of a schema check says to the person who sent the value. */
export function toProblem(error: ErrorObject): Problem {
  const { missingProperty, additionalProperty } = error.params as Record<
    string,
    string | undefined
  >;
  if (missingProperty !== undefined) {
    return {
      pointer: `${error.instancePath}${pointerTo(missingProperty)}`,
      detail: `“${missingProperty}” is required.`,
    };
  }
  if (additionalProperty !== undefined) {
    return {
      pointer: `${error.instancePath}${pointerTo(additionalProperty)}`,
      detail: `There is no “${additionalProperty}” here.`,
    };
  }
  const what = error.instancePath.split('/').at(-1);
  return {
    pointer: error.instancePath,
    detail: `${what ? `“${what}”` : 'The value'} ${sentenceEnd(error)}.`,
  };
}

function sentenceEnd({ keyword, params, schema, message = 'is not valid' }: ErrorObject): string {
  if (keyword === 'enum') return `must be one of ${JSON.stringify(params['allowedValues'])}`;
  const alternatives: readonly JsonSchema[] =
    keyword === 'oneOf' && Array.isArray(schema) ? schema : [];
  const names = alternatives.flatMap(({ required = [] }) => required as readonly string[]);
  return names.length > 0
    ? `needs exactly one of ${names.map((name) => `“${name}”`).join(', ')}`
    : message;
}
