import type { Problem } from '@tessera/core';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

/** Checks a value against a JSON Schema; answers everything that is wrong with it at once. */
export function createSchemaCheck(schema: object): (value: unknown) => readonly Problem[] {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= compile(schema);
    if (validate(value)) return [];
    const faults = validate.errors ?? [];
    return faults.filter((fault) => !isBranch(fault, faults)).map(toProblem);
  };
}

/** When it is first needed, and not against the schema of schemas, for it is our own: every start would wait for both. */
function compile(schema: object): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: false, meta: false, validateSchema: false });
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  return ajv.compile(schema);
}

/** Why each branch of an `anyOf` failed says less than that none fits. */
function isBranch(fault: ErrorObject, all: readonly ErrorObject[]): boolean {
  return all.some(
    (other) =>
      (other.keyword === 'anyOf' || other.keyword === 'oneOf') &&
      other !== fault &&
      fault.schemaPath.startsWith(`${other.schemaPath}/`),
  );
}

function toProblem({ instancePath, keyword, params, message }: ErrorObject): Problem {
  const given = params as Readonly<Record<string, unknown>>;
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(given['additionalProperty']);
      return { pointer: `${instancePath}/${escape(name)}`, detail: `There is no “${name}” here.` };
    }
    case 'required': {
      const name = String(given['missingProperty']);
      return { pointer: `${instancePath}/${escape(name)}`, detail: `“${name}” is missing.` };
    }
    case 'enum':
      return {
        pointer: instancePath,
        detail: `must be one of ${JSON.stringify(given['allowedValues'])}`,
      };
    case 'oneOf':
      return {
        pointer: instancePath,
        detail: 'needs exactly one of “column”, “value” and “template”',
      };
    default:
      return { pointer: instancePath, detail: message ?? 'is not valid' };
  }
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
