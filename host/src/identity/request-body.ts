import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isStorable, readJson, type Problem } from '@tessera/core';
import { errors } from './errors.ts';

/** Reads JSON bodies that fit a schema; names that the schema does not have are refused. */
export type BodyReader<T> = (request: Request) => Promise<T>;

/**
 * Makes a reader of bodies. A text that the database cannot hold fits no schema.
 * @throws TesseraError `HOST_INPUT_INVALID` (from the reader) with a problem for each value that does not fit.
 */
export function createBodyReader<T>(
  properties: Readonly<Record<string, object>>,
  required: readonly string[] = [],
): BodyReader<T> {
  let check: ValidateFunction | undefined;
  return async (request) => {
    const value = (await readJson(request)) ?? {};
    check ??= compile({ type: 'object', properties, required, additionalProperties: false });
    const fits = check(value);
    const problems = fits ? [...unstorable(value)] : (check.errors ?? []).map(problemOf);
    if (problems.length === 0) return value as T;
    throw errors.inputInvalid({}, { problems });
  };
}

/** When it is first needed, and not against the schema of schemas, for it is our own: every start would wait for both. */
function compile(schema: object): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: true, meta: false, validateSchema: false });
  return ajv.compile(schema);
}

function* unstorable(value: unknown, pointer = ''): Generator<Problem> {
  if (typeof value === 'string' && !isStorable(value))
    yield { pointer, detail: 'Contains a character that cannot be stored.' };
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) yield* unstorable(part, `${pointer}/${name}`);
}

function problemOf(error: ErrorObject): { readonly pointer: string; readonly detail: string } {
  const { missingProperty, additionalProperty } = error.params as Readonly<
    Record<string, string | undefined>
  >;
  const name = missingProperty ?? additionalProperty;
  const detail =
    additionalProperty === undefined
      ? sentence(error.message ?? 'is not valid')
      : 'There is no such value.';
  return { pointer: `${error.instancePath}${name === undefined ? '' : `/${name}`}`, detail };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
