import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { Problem } from '../tessera-error.ts';
import { fieldSchema, isRequiredAtCreation, isServerOwned } from './json-schema.ts';
import type { EntityModel, FieldModel } from './model.ts';
import { type NormalizeOptions, normalizeValue } from './normalize.ts';
import { fieldProblem, schemaProblem, unknownField } from './problem.ts';

export interface ValidatorOptions extends NormalizeOptions {
  /** Records of the past are taken over: only the title is required, and numbers may be given. */
  readonly history?: boolean | undefined;
  /** The system itself writes: read-only fields are taken, roll-ups and system fields still not. */
  readonly system?: boolean | undefined;
}

/** Values in the form in which they are stored, and everything that is wrong with the rest. */
export interface Validated {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

/** Checks what creating and updating records of one entity takes. */
export interface RecordValidator {
  /** Fields that a new record must have. */
  readonly required: readonly string[];
  /** Defaults are filled in. */
  create(values: Readonly<Record<string, unknown>>): Validated;
  /** Only the fields that are given; null clears one. */
  update(values: Readonly<Record<string, unknown>>): Validated;
}

/** Makes the validator of an entity; its schemas are compiled when they are first needed. */
export function createValidator(
  model: EntityModel,
  options: ValidatorOptions = {},
): RecordValidator {
  const fields = [...model.fields.values()].filter((field) => isWritable(field, options));
  const writable = new Map(fields.map((field) => [field.name, field]));
  const required = fields.filter((field) => isRequired(model, field, options));
  const withDefault = [...model.fields.values()].filter((field) => field.default !== undefined);
  const checks = {
    create: lazily(() => compile(fields, 'create')),
    update: lazily(() => compile(fields, 'update')),
  };

  function check(input: Readonly<Record<string, unknown>>, use: 'create' | 'update'): Validated {
    const problems: Problem[] = [];
    const values: Record<string, unknown> = {};
    for (const name of Object.keys(input)) {
      const given = input[name];
      const field = writable.get(name);
      if (!model.fields.has(name)) problems.push(unknownField(name));
      if (!field || given === undefined || isMask(given)) continue;
      const result = normalizeValue(field, given, options);
      if ('wrong' in result) problems.push(fieldProblem(field, result.wrong, result.part));
      else if (result.value === null && isBound(model, field, options))
        problems.push(fieldProblem(field, 'is required'));
      else values[name] = result.value;
    }
    if (use === 'create') {
      for (const field of withDefault) {
        const isGiven = writable.has(field.name) && input[field.name] !== undefined;
        if (!isGiven) values[field.name] = field.default;
      }
      for (const field of required)
        if (input[field.name] === undefined || isMask(input[field.name]))
          problems.push(fieldProblem(field, 'is required'));
    }
    return { values, problems: [...problems, ...schemaProblems(model, checks[use](), values)] };
  }

  return {
    required: required.map((field) => field.name),
    create: (values) => check(values, 'create'),
    update: (values) => check(values, 'update'),
  };
}

function isWritable(field: FieldModel, { history, system }: ValidatorOptions): boolean {
  if (!isServerOwned(field)) return true;
  if (field.system || field.type === 'rollup') return false;
  return (field.type === 'autonumber' && !field.readOnly && history === true) || system === true;
}

function isRequired(model: EntityModel, field: FieldModel, { history }: ValidatorOptions): boolean {
  return isRequiredAtCreation(field) && (!history || field.name === model.options.title);
}

/** Whether a value of the field may be changed but never cleared. */
function isBound(model: EntityModel, field: FieldModel, { history }: ValidatorOptions): boolean {
  return field.required === true && (!history || field.name === model.options.title);
}

/** Few texts begin so: those that do not are told apart at once. */
const MARK = '•'.charCodeAt(0);

/** A field that the sender may only see in part comes back as it was shown. */
function isMask(value: unknown): boolean {
  return typeof value === 'string' && value.charCodeAt(0) === MARK && value.startsWith('•••');
}

function schemaProblems(
  model: EntityModel,
  validate: ValidateFunction,
  values: Readonly<Record<string, unknown>>,
): Problem[] {
  if (validate(values)) return [];
  const problems = (validate.errors ?? []).flatMap((error) => schemaProblem(model, error) ?? []);
  return [...new Map(problems.map((problem) => [problem.pointer, problem])).values()];
}

function compile(fields: readonly FieldModel[], use: 'create' | 'update'): ValidateFunction {
  // The schemas are our own: checking them against the schema of schemas would take longer than all the rest.
  const ajv = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    ownProperties: true,
    meta: false,
    validateSchema: false,
  });
  ajvFormats.default(ajv as never);
  // Addresses were parsed by the platform's own parser, which is stricter where it matters.
  ajv.addFormat('uri', true);
  const properties = Object.fromEntries(fields.map((field) => [field.name, nullable(field, use)]));
  return ajv.compile({ type: 'object', properties });
}

/** Whether null is allowed was decided before, with the mode of the write. */
function nullable(field: FieldModel, use: 'create' | 'update'): object {
  const { default: _, ...schema } = fieldSchema({ ...field, required: false }, use);
  return schema;
}

function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
