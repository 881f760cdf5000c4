import type { FieldType, Json } from '../entities/field.ts';
import type { EntityModel, EntityModels } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Filter } from '../records/filter.ts';
import type { Query, Sort } from '../records/records.ts';
import { parseJson } from './body.ts';
import { valueTypeAt } from './field-path.ts';

/** Records a page at most. */
const PAGE_LIMIT = 1000;
/** Records a page when the caller does not say. */
export const PAGE_DEFAULT = 50;

const SUFFIXED = /^(.+)_(ne|gte|lte|gt|lt|like|null)$/;
const TEXT_TYPES: ReadonlySet<FieldType> = new Set([
  'text',
  'richText',
  'email',
  'phone',
  'url',
  'autonumber',
  'json',
  'address',
]);
const NUMBER_TYPES: ReadonlySet<FieldType> = new Set(['integer', 'duration', 'percent']);

/**
 * Reads the query string of a list, as ra-data-json-server 5 and @refinedev/simple-rest 6 send it. Texts become values
 * by the type of their field; one that does not fit stays a text, so that the query compiler refuses it, and refuses an
 * unreadable name exactly as an unknown one.
 * @throws TesseraError `CORE_REQUEST_INVALID`, `CORE_NAME_UNKNOWN`
 */
export function parseListQuery(
  search: URLSearchParams,
  model: EntityModel,
  models: EntityModels,
  prefer: string | null | undefined,
): Query {
  const conditions: Filter[] = [];
  let ids = 0;
  for (const name of new Set(search.keys())) {
    if (isControl(name)) continue;
    if (name.startsWith('_')) {
      throw errors.nameUnknown({ entity: model.id, what: 'query parameter', name });
    }
    const values = search.getAll(name);
    if (name === 'id') ids = values.length;
    conditions.push(...conditionsOf(name, values, model, models));
  }
  for (const text of search.getAll('filter')) {
    if (text !== '') conditions.push(parseFilter(text));
  }
  const window = pageOf(search, ids);
  return {
    filter: conditions.length > 1 ? { and: conditions } : conditions[0],
    search: search.get('q')?.trim() || undefined,
    sort: sortOf(search),
    fields: namesOf(search, 'fields'),
    include: namesOf(search, 'include') ?? namesOf(search, '_embed'),
    cursor: search.get('cursor') || undefined,
    count: countOf(prefer),
    deleted: booleanOf(search, 'deleted'),
    ...window,
  };
}

const CONTROLS: ReadonlySet<string> = new Set([
  '_start',
  '_end',
  '_page',
  '_limit',
  '_sort',
  '_order',
  '_embed',
  'q',
  'filter',
  'cursor',
  'include',
  'fields',
  'deleted',
]);

/** Whether the name steers the list instead of naming a field. */
function isControl(name: string): boolean {
  return CONTROLS.has(name);
}

function conditionsOf(
  name: string,
  texts: readonly string[],
  model: EntityModel,
  models: EntityModels,
): Filter[] {
  const [, path = name, operator = 'eq'] = SUFFIXED.exec(name) ?? [];
  const type = valueTypeAt(models, model, path);
  if (operator === 'null') return texts.map((text) => ({ [path]: { isNull: text !== 'false' } }));
  if (operator === 'like') return texts.map((text) => ({ [path]: { contains: text } }));
  const values = texts.map((text) => valueOf(text, type));
  if (operator === 'eq') return [equals(path, values)];
  if (operator === 'ne')
    return values.map((value) => ({ [path]: value === null ? { isNull: false } : { ne: value } }));
  return values.map((value) => ({ [path]: { [operator]: value } }));
}

/** Repeated values mean one of them; an empty one among them means no value. */
function equals(path: string, values: readonly Json[]): Filter {
  const some = values.filter((value) => value !== null);
  const given: Filter = { [path]: some.length === 1 ? some[0] : { in: some } };
  if (some.length === values.length) return given;
  const absent: Filter = { [path]: { isNull: true } };
  return some.length === 0 ? absent : { or: [absent, given] };
}

function valueOf(text: string, type: FieldType | undefined): Json {
  if (text === '') return null;
  if (type === undefined || TEXT_TYPES.has(type)) return text;
  if (text === 'null') return null;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (NUMBER_TYPES.has(type) && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return text;
}

function parseFilter(text: string): Filter {
  const value = parseJson(text);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw errors.requestInvalid({ reason: 'filter must be a JSON object.' });
  }
  return value as Filter;
}

function pageOf(search: URLSearchParams, ids: number): { limit: number; offset: number } {
  const end = wholeNumber(search, '_end');
  const page = wholeNumber(search, '_page');
  const asked = wholeNumber(search, '_limit');
  const offset = wholeNumber(search, '_start') ?? (page ? (page - 1) * (asked ?? PAGE_DEFAULT) : 0);
  const limit = asked ?? (end === undefined ? Math.max(PAGE_DEFAULT, ids) : end - offset);
  if (limit < 1 || limit > PAGE_LIMIT) {
    throw errors.requestInvalid({
      reason: `a page has 1 to ${PAGE_LIMIT} records, this asks for ${limit}.`,
    });
  }
  return { limit, offset };
}

function wholeNumber(search: URLSearchParams, name: string): number | undefined {
  const text = search.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw errors.requestInvalid({ reason: `${name} must be a whole number.` });
  return Number(text);
}

function sortOf(search: URLSearchParams): readonly Sort[] | undefined {
  const fields = namesOf(search, '_sort');
  const orders = namesOf(search, '_order') ?? [];
  return fields?.map((name, index) => {
    const order = orders[index]?.toLowerCase() ?? 'asc';
    if (order !== 'asc' && order !== 'desc') {
      throw errors.requestInvalid({
        reason: '_order must be asc or desc, one for each field of _sort.',
      });
    }
    return name.startsWith('-')
      ? { field: name.slice(1), direction: 'desc' }
      : { field: name, direction: order };
  });
}

/** Names separated by commas, or in several parameters; undefined when there are none. */
function namesOf(search: URLSearchParams, parameter: string): readonly string[] | undefined {
  const names = search
    .getAll(parameter)
    .flatMap((text) => text.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length > 0 ? names : undefined;
}

function booleanOf(search: URLSearchParams, name: string): boolean | undefined {
  const text = search.get(name);
  if (text === null || text === '') return undefined;
  if (text !== 'true' && text !== 'false')
    throw errors.requestInvalid({ reason: `${name} must be true or false.` });
  return text === 'true';
}

/** `Prefer: count=exact` counts all, `count=none` nothing; without it the count goes to 10,000. Source: RFC 7240. */
export function countOf(prefer: string | null | undefined): 'none' | 'bounded' | 'exact' {
  const count = /(?:^|[,;\s])count\s*=\s*"?(exact|none)\b/i.exec(prefer ?? '')?.[1]?.toLowerCase();
  return count === 'exact' || count === 'none' ? count : 'bounded';
}
