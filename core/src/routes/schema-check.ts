import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Problem } from '../errors.ts';
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

function compiler(options: {
  coerceTypes?: 'array';
}): (schema: JsonSchema, key?: JsonSchema) => ValidateFunction {
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

function makeAjv(options: { coerceTypes?: 'array' }): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strict: false, ...options });
  // The package may get another copy of ajv, whose types differ in nothing that it uses.
  formats.default(ajv as never);
  return ajv;
}

function run(validate: ValidateFunction, value: unknown): readonly Problem[] {
  return validate(value) ? [] : (validate.errors ?? []).map(toProblem);
}

/** What a fault of a schema check says to the person who sent the value. */
export function toProblem(error: ErrorObject): Problem {
  const { missingProperty, additionalProperty } = error.params as Record<
    string,
    string | undefined
  >;
  if (missingProperty !== undefined) {
    return {
      pointer: `${error.instancePath}/${missingProperty}`,
      detail: `“${missingProperty}” is required.`,
    };
  }
  if (additionalProperty !== undefined) {
    return {
      pointer: `${error.instancePath}/${additionalProperty}`,
      detail: `There is no “${additionalProperty}” here.`,
    };
  }
  const what = error.instancePath.split('/').at(-1);
  return {
    pointer: error.instancePath,
    detail: `${what ? `“${what}”` : 'The value'} ${error.message ?? 'is not valid'}.`,
  };
}
