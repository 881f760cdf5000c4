import { errors } from '../errors.ts';
import { readHistory } from '../records/history.ts';
import { queryRecordsJson, readRecordJson } from '../records/read.ts';
import type { AggregateQuery, Query, Sort } from '../records/records.ts';
import { readStages } from '../records/stages.ts';
import { readTimeline } from '../records/timeline.ts';
import type { Answer } from './answer.ts';
import { listAnswer, pageHeaders } from './list-answer.ts';
import { countOf, PAGE_DEFAULT, parseListQuery } from './list-grammar.ts';
import { etagOf, hasVersion } from './precondition.ts';
import { aggregateSchema, querySchema } from './query-schema.ts';
import {
  idOf,
  readChecked,
  recordsFor,
  selectionOf,
  type RecordRequest,
} from './record-request.ts';
import { cursorAndLimit } from './window.ts';

export async function listRecords(request: RecordRequest): Promise<Answer> {
  const prefer = request.raw.headers.get('prefer');
  const { searchParams } = request.url;
  const query = parseListQuery(
    searchParams,
    request.model,
    request.execution.assembly.models,
    prefer,
  );
  const page = await queryRecordsJson(request.execution, request.model, query);
  return listAnswer(page, query, request.url, query.count !== 'bounded');
}

type QueryBody = Omit<Query, 'sort'> & { readonly sort?: readonly Partial<Sort>[] };

export async function queryRecords(request: RecordRequest): Promise<Answer> {
  const body = await readChecked<QueryBody>(request, querySchema);
  const prefer = request.raw.headers.get('prefer');
  const query: Query = {
    ...body,
    sort: body.sort?.map(({ field = '', direction = 'asc' }) => ({ field, direction })),
    limit: body.limit ?? PAGE_DEFAULT,
    count: body.count ?? countOf(prefer),
  };
  const page = await queryRecordsJson(request.execution, request.model, query);
  return { status: 200, headers: pageHeaders(page), json: page.json };
}

export async function aggregateRecords(request: RecordRequest): Promise<Answer> {
  const query = await readChecked<AggregateQuery>(request, aggregateSchema);
  return { status: 200, body: await recordsFor(request).aggregate(query) };
}

export async function getRecord(request: RecordRequest): Promise<Answer> {
  const selection = selectionOf(request);
  const { execution, model } = request;
  const id = idOf(request);
  const record = await readRecordJson(execution, model, id, selection);
  if (!record) throw errors.recordMissing({ entity: model.id, id });
  const headers = { ETag: etagOf(record.version) };
  // Neither an included record nor a roll-up counts the version up, so with one of them it proves nothing.
  const provable = selection.include === undefined && !hasRollup(request);
  if (provable && hasVersion(request.raw.headers.get('if-none-match'), record.version)) {
    return { status: 304, headers };
  }
  return { status: 200, headers, json: record.json };
}

function hasRollup(request: RecordRequest): boolean {
  return [...request.model.fields.values()].some((field) => field.type === 'rollup');
}

export async function getHistory(request: RecordRequest): Promise<Answer> {
  const window = cursorAndLimit(request.url.searchParams, request.model.id);
  const { items, next } = await readHistory(
    request.execution,
    request.model,
    idOf(request),
    window,
  );
  return { status: 200, body: items, headers: next === undefined ? {} : { 'X-Next-Cursor': next } };
}

export async function getTimeline(request: RecordRequest): Promise<Answer> {
  const window = cursorAndLimit(request.url.searchParams, request.model.id);
  return {
    status: 200,
    body: await readTimeline(request.execution, request.model, idOf(request), window),
  };
}

export async function getStages(request: RecordRequest): Promise<Answer> {
  return { status: 200, body: await readStages(request.execution, request.model, idOf(request)) };
}
