import { createValueCheck, isStorable, readJson, type Problem } from '@tessera/core';
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
  const check = createValueCheck({
    type: 'object',
    properties,
    required,
    additionalProperties: false,
  });
  return async (request) => {
    const value = (await readJson(request)) ?? {};
    const wrong = check(value);
    const problems = wrong.length > 0 ? wrong : [...unstorable(value)];
    if (problems.length === 0) return value as T;
    throw errors.inputInvalid({}, { problems });
  };
}

function* unstorable(value: unknown, pointer = ''): Generator<Problem> {
  if (typeof value === 'string' && !isStorable(value))
    yield { pointer, detail: 'Contains a character that cannot be stored.' };
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) yield* unstorable(part, `${pointer}/${name}`);
}
