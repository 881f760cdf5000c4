import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Problem } from '../tessera-error.ts';
import { toProblem } from '../routes/schema-check.ts';
import type { JsonSchema } from '../routes/route.ts';

type Values = Readonly<Record<string, unknown>>;

/** Settings of a plugin with the defaults of its schema, and what is wrong with them. */
export interface FilledConfig {
  readonly values: Values;
  readonly problems: readonly Problem[];
}

/** Fills in the defaults of a schema and checks the values against it; what is given stays as it is. */
export function fillConfig(schema: JsonSchema | undefined, given: Values): FilledConfig {
  const values = structuredClone(given);
  if (!schema) return { values, problems: [] };
  const problems = check(schema, values, () => {});
  return { values, problems };
}

/** The values with defaults. @throws Error that names each value that is not as the schema wants it */
export function validConfig(schema: JsonSchema | undefined, given: Values): Values {
  const { values, problems } = fillConfig(schema, given);
  if (problems.length === 0) return values;
  const faults = problems.map(({ pointer, detail }) => `${pointer || '/'}: ${detail}`);
  throw new Error(`its settings are not valid; correct them and try again. ${faults.join(' ')}`);
}

/** JSON pointers of the values that the schema marks with `"secret": true`. */
export function secretPointers(
  schema: JsonSchema | undefined,
  values: Values,
): ReadonlySet<string> {
  const found = new Set<string>();
  if (schema) check(schema, structuredClone(values), (pointer) => found.add(pointer));
  return found;
}

function check(
  schema: JsonSchema,
  values: unknown,
  onSecret: (pointer: string) => void,
): readonly Problem[] {
  let validate: ValidateFunction;
  try {
    validate = compile(schema, onSecret);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return [{ pointer: '', detail: `The plugin’s schema of its settings is broken: ${reason}` }];
  }
  return validate(values) ? [] : (validate.errors ?? []).map(toProblem);
}

/** The mark is read where values are checked: it may stand behind a reference or an alternative. */
function compile(schema: JsonSchema, onSecret: (pointer: string) => void): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: false, useDefaults: true });
  // The package may get another copy of ajv, whose types differ in nothing that it uses.
  formats.default(ajv as never);
  ajv.addKeyword({
    keyword: 'secret',
    schemaType: 'boolean',
    before: 'type',
    validate(isSecret: boolean, _value: unknown, _schema: unknown, at?: { instancePath: string }) {
      if (isSecret && at) onSecret(at.instancePath);
      return true;
    },
  });
  return ajv.compile({ type: 'object', ...schema });
}
