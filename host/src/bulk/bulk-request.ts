import {
  createValueCheck,
  entityMeta,
  errors as coreErrors,
  type EntityMeta,
  type Execution,
  type FieldMeta,
  type Filter,
  type Problem,
} from '@tessera/core';
import type { BulkAction } from './bulk-store.ts';
import { unknownEntity } from './bulk-run.ts';
import { errors } from './errors.ts';

/** What `POST /api/bulk-runs` takes. */
export interface BulkRequest {
  /** Id of the run, made up by the caller: sending it again starts nothing twice. */
  readonly id?: string;
  readonly entity: `${string}.${string}`;
  readonly action: BulkAction;
  /** Of an update: new values by field name; null empties a field. */
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly ids?: readonly string[];
  /** With `search`: every record that matches, as it stands when the run starts. */
  readonly filter?: Filter;
  readonly search?: string;
  /** How many the user was told: the run is refused when more match. */
  readonly expected?: number;
}

const uuid = { type: 'string', format: 'uuid' };
const check = createValueCheck({
  type: 'object',
  additionalProperties: false,
  required: ['entity', 'action'],
  properties: {
    id: uuid,
    entity: { type: 'string', pattern: '^[a-z][\\w-]*\\.[a-z]\\w*$', maxLength: 200 },
    action: { enum: ['update', 'delete'] },
    changes: { type: 'object', minProperties: 1, maxProperties: 50 },
    ids: { type: 'array', items: uuid, minItems: 1, maxItems: 10_000 },
    filter: { type: 'object' },
    search: { type: 'string', maxLength: 500 },
    expected: { type: 'integer', minimum: 0, maximum: 1_000_000_000 },
  },
});

/** The request, once it is right and whoever sends it may do that to some record. */
export function readRequest(execution: Execution, body: unknown): BulkRequest {
  const problems = check(body);
  if (problems.length > 0) throw refuse(problems);
  const request = body as BulkRequest;
  const isById = request.ids !== undefined;
  const isByFilter = request.filter !== undefined || request.search !== undefined;
  if (isById === isByFilter) throw refuse([problem('', 'needs either “ids” or “filter”')]);
  if ((request.action === 'update') !== (request.changes !== undefined))
    throw refuse([problem('/changes', 'belongs to an update, and only to that')]);
  const model = execution.assembly.models.get(request.entity);
  const meta = model && entityMeta(execution, model);
  if (!meta?.actions.read) throw unknownEntity(request.entity);
  if (!meta.actions[request.action])
    throw coreErrors.notPermitted({ action: request.action, entity: meta.plural.en.toLowerCase() });
  const wrong = Object.keys(request.changes ?? {}).filter((name) => !isSettable(meta, name));
  if (wrong.length > 0)
    throw refuse(wrong.map((name) => problem(`/changes/${name}`, `“${name}” cannot be set here`)));
  return request;
}

function isSettable(meta: EntityMeta, name: string): boolean {
  const field: FieldMeta | undefined = meta.fields.find((one) => one.name === name);
  if (!field || field.access !== 'write' || field.readOnly) return false;
  if (field.type === 'autonumber' || field.type === 'rollup') return false;
  return !field.system || name === 'owner' || name === 'team';
}

function problem(pointer: string, detail: string): Problem {
  return { pointer, detail };
}

function refuse(problems: readonly Problem[]): Error {
  const [first] = problems;
  const place = first?.pointer ? `${first.pointer}: ` : '';
  return errors.requestInvalid({ reason: `${place}${first?.detail ?? ''}.` }, { problems });
}
