import type { Answer } from './answer.ts';
import { etagOf, expectedVersion } from './precondition.ts';
import {
  idOf,
  readValues,
  recordsFor,
  selectionOf,
  type RecordRequest,
  type Selection,
} from './record-request.ts';
import type { AnyRecord } from '../records/records.ts';

export async function createRecord(request: RecordRequest): Promise<Answer> {
  const selection = selectionOf(request);
  const record = await recordsFor(request).create(await readValues(request));
  const location = `${request.url.pathname.replace(/\/$/, '')}/${record.id}`;
  return {
    status: 201,
    headers: { Location: location, ETag: etagOf(record.version) },
    body: await selected(request, selection, record),
  };
}

/** PUT and PATCH merge: a client that does not know a plugin's fields must not clear them. */
export async function updateRecord(request: RecordRequest): Promise<Answer> {
  const selection = selectionOf(request);
  const id = idOf(request);
  const ifVersion = expectedVersion(request.raw.headers.get('if-match'));
  const record = await recordsFor(request).update(id, await readValues(request), { ifVersion });
  return {
    status: 200,
    headers: { ETag: etagOf(record.version) },
    body: await selected(request, selection, record),
  };
}

/** Answers the record as it was. */
export async function deleteRecord(request: RecordRequest): Promise<Answer> {
  const id = idOf(request);
  const ifVersion = expectedVersion(request.raw.headers.get('if-match'));
  const records = recordsFor(request);
  const record = await records.get(id, selectionOf(request));
  const { batch } = await records.delete(id, { ifVersion });
  return { status: 200, headers: { 'X-Batch': batch }, body: record };
}

export async function restoreRecord(request: RecordRequest): Promise<Answer> {
  const selection = selectionOf(request);
  const record = await recordsFor(request).restore(idOf(request));
  return {
    status: 200,
    headers: { ETag: etagOf(record.version) },
    body: await selected(request, selection, record),
  };
}

/** The record with the fields and references that the request asks for. */
async function selected(
  request: RecordRequest,
  selection: Selection,
  record: AnyRecord,
): Promise<AnyRecord> {
  if (!selection.fields && !selection.include) return record;
  return (await recordsFor(request).find(record.id, selection)) ?? record;
}
