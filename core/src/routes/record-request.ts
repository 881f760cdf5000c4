import { isUuid } from '../records/query-value.ts';
import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { recordsOf } from '../records/facade.ts';
import type { AnyValues, Records } from '../records/records.ts';
import type { Answer } from './answer.ts';
import { readJson } from './body.ts';
import type { JsonSchema } from './route.ts';
import type { SchemaCheck } from './schema-check.ts';

/** A request for the records of one entity, and what its handlers need. */
export interface RecordRequest {
  readonly raw: Request;
  readonly url: URL;
  readonly execution: Execution;
  readonly model: EntityModel;
  /** Empty on routes without one. */
  readonly id: string;
  readonly check: SchemaCheck;
}

export type RecordHandler = (request: RecordRequest) => Promise<Answer>;

/** The records of the entity, as the principal. */
export function recordsFor(request: RecordRequest): Records {
  return recordsOf()(request.model.id);
}

/** @throws TesseraError `CORE_RECORD_MISSING` when the path has no id that a record could have. */
export function idOf(request: RecordRequest): string {
  if (!isUuid(request.id)) throw errors.recordMissing({ entity: request.model.id, id: request.id });
  return request.id.toLowerCase();
}

/** @throws TesseraError `CORE_REQUEST_INVALID` when the body is not a JSON object. */
export async function readValues(request: RecordRequest): Promise<AnyValues> {
  const value = await readJson(request.raw);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw errors.requestInvalid({ reason: 'the body must be a JSON object.' });
  }
  return value as AnyValues;
}

/** The body, checked. @throws TesseraError `CORE_REQUEST_INVALID` with everything that is wrong. */
export async function readChecked<T>(request: RecordRequest, schema: JsonSchema): Promise<T> {
  const value = await readJson(request.raw);
  const problems = request.check.problems(schema, value ?? {});
  const first = problems[0];
  if (first) throw errors.requestInvalid({ reason: first.detail }, { problems });
  return (value ?? {}) as T;
}

/** What a request for one record asks to see. */
export interface Selection {
  readonly fields?: readonly string[] | undefined;
  readonly include?: readonly string[] | undefined;
  readonly deleted?: boolean | undefined;
}

/** `fields` and `include` of a request for one record; every other name is refused. */
export function selectionOf(request: RecordRequest): Selection {
  if (request.url.search === '') return {};
  const names: Record<string, string[]> = {};
  for (const [name, text] of request.url.searchParams) {
    const known = name === '_embed' ? 'include' : name;
    if (known !== 'fields' && known !== 'include' && known !== 'deleted') {
      throw errors.nameUnknown({ entity: request.model.id, what: 'query parameter', name });
    }
    (names[known] ??= []).push(...text.split(',').filter((part) => part !== ''));
  }
  return {
    fields: names['fields'],
    include: names['include'],
    deleted: names['deleted']?.[0] === 'true' || undefined,
  };
}
