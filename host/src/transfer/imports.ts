import { currentExecution, may, type Execution } from '@tessera/core';
import { v7 as uuid } from 'uuid';
import { cleanFileName } from '../files/file-name.ts';
import { errors } from './errors.ts';
import { inspectTable, readRowsFrom, type Inspection } from './file-inspection.ts';
import { sendImport, sendUndo } from './import-jobs.ts';
import type { ImportParts } from './import-parts.ts';
import type { ImportPlan } from './import-plan.ts';
import {
  findFile,
  findImport,
  hasRows,
  listImports,
  saveFile,
  saveImport,
  setStatus,
  type Import,
  type ImportFile,
} from './import-store.ts';
import { viewImport, viewUndo, type ImportView } from './import-view.ts';
import { preparePlan, refuse } from './plan-check.ts';
import { createRowMapper } from './row-values.ts';
import { isArchive, readSheet, WORKBOOK_LIMIT } from './sheet-reader.ts';
import { forgetKept } from './undo-store.ts';

/** Bytes of an uploaded file at most. */
const FILE_LIMIT = 200 * 1024 * 1024;

/** What `POST /api/imports` takes, besides the plan. */
export interface ImportRequest extends ImportPlan {
  /** Id of an uploaded file. */
  readonly file: string;
  /** Made up when not given. */
  readonly batch?: string;
  readonly name?: string;
}

/** Keeps an uploaded file, and says what is in it. */
export async function addFile(
  { kernel, store }: ImportParts,
  createdBy: string,
  sentName: string | undefined,
  bytes: AsyncIterable<Uint8Array>,
): Promise<ImportFile> {
  const name = cleanFileName(sentName);
  const { sha256, size, head } = await store.put(bytes, FILE_LIMIT);
  const sent = { name, sha256, size, createdBy };
  const file = isArchive(head)
    ? await readWorkbook(store, sent)
    : toFile(await inspectTable(opener(store, sha256), { name }), sent);
  await saveFile(kernel.database, file, kernel.assembly.clock.now());
  return file;
}

/** How an uploaded file is to be read instead. */
export interface Reading {
  readonly encoding?: string;
  readonly delimiter?: string;
  /** Of a workbook. */
  readonly sheet?: string;
}

/** The same bytes read in another way, as a file of its own: nothing is uploaded again. */
export async function rereadFile(
  parts: ImportParts,
  id: string,
  reading: Reading,
): Promise<ImportFile> {
  const known = await getFile(parts, id);
  if (known.source === null) return readAs(parts, known, reading);
  const { kernel, store } = parts;
  if (reading.sheet === undefined || reading.sheet === known.sheet) return known;
  const file = await readWorkbook(store, { ...known, sha256: known.source }, reading.sheet);
  await saveFile(kernel.database, file, kernel.assembly.clock.now());
  return file;
}

type Sent = Pick<ImportFile, 'name' | 'sha256' | 'size' | 'createdBy'>;

/** A sheet of a workbook is kept as a table beside it; from then on it is read like any other. */
async function readWorkbook(
  store: ImportParts['store'],
  sent: Sent,
  sheet?: string,
): Promise<ImportFile> {
  const { name } = sent;
  if (sent.size > WORKBOOK_LIMIT) {
    const reason = `a workbook may have ${WORKBOOK_LIMIT / 1024 / 1024} MB at most; save the sheet as CSV.`;
    throw errors.fileUnreadable({ name, reason });
  }
  const workbook: Uint8Array[] = [];
  for await (const chunk of await opener(store, sent.sha256)()) workbook.push(chunk);
  const table = await readSheet(Buffer.concat(workbook), { name, sheet });
  if (table.bytes.byteLength === 0)
    throw errors.fileUnreadable({ name, reason: `the sheet “${table.sheet}” is empty.` });
  const { sha256 } = await store.put(once(table.bytes), FILE_LIMIT);
  const found = await inspectTable(opener(store, sha256), {
    name,
    encoding: 'utf-8',
    delimiter: ',',
  });
  const file = toFile(found, { ...sent, sha256 });
  return { ...file, source: sent.sha256, sheet: table.sheet, sheets: table.sheets };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The file, when whoever asks has uploaded it. @throws TesseraError `HOST_IMPORT_FILE_MISSING` */
export async function getFile({ kernel }: ImportParts, id: string): Promise<ImportFile> {
  const file = await findFile(kernel.database, id);
  if (!file || file.createdBy !== currentExecution().principal.userId)
    throw errors.fileMissing({ id });
  return file;
}

/** Starts an import, once its plan is right. */
export async function startImport(parts: ImportParts, request: ImportRequest): Promise<ImportView> {
  const { file: fileId, batch = uuid(), name, ...plan } = request;
  const { kernel, store } = parts;
  const { database } = kernel;
  const execution = currentExecution();
  const file = await readAs(parts, await getFile(parts, fileId), plan);
  const ready = preparePlan(execution, plan, file.headers);
  const model = execution.assembly.models.get(ready.entity);
  if (!model)
    throw refuse([{ pointer: '/entity', detail: `There is no entity “${ready.entity}”.` }]);
  const [other] = await listImports(database, { batch });
  if (other && other.createdBy !== execution.principal.userId)
    throw errors.batchMissing({ id: batch });
  let rows = file.rows;
  if (ready.filter) {
    rows = 0;
    const mapper = createRowMapper(
      ready,
      model,
      file.headers,
      execution.assembly.settings.timeZone,
    );
    const open = opener(store, file.sha256);
    const { format } = await inspectTable(open, file);
    for await (const row of readRowsFrom(await open(), format, 0))
      if (mapper.isTaken(row)) rows += 1;
  }
  const id = uuid();
  await saveImport(
    database,
    {
      id,
      batch,
      name: name ?? file.name,
      file: file.id,
      plan: ready,
      rows,
      skipped: file.rows - rows,
      createdBy: userOf(execution),
    },
    execution.assembly.clock.now(),
  );
  await sendImport(parts, id);
  return viewImport(await getImport(parts, id));
}

/** The import, when whoever asks has started it or manages imports. @throws TesseraError `HOST_IMPORT_MISSING` */
export async function getImport({ kernel }: ImportParts, id: string): Promise<Import> {
  const found = await findImport(kernel.database, id);
  if (!found || !isVisible(found)) throw errors.importMissing({ id });
  return found;
}

export async function showImport(parts: ImportParts, id: string): Promise<ImportView> {
  const found = await getImport(parts, id);
  const isUndo = found.status === 'undoing' || found.status === 'undone' || found.undoBy !== null;
  return viewImport(found, isUndo ? await viewUndo(parts.kernel.database, id) : undefined);
}

/** Newest first. */
export async function showImports(
  parts: ImportParts,
  batch?: string,
): Promise<readonly ImportView[]> {
  const execution = currentExecution();
  const user = manages(execution) ? undefined : userOf(execution);
  const found = await listImports(parts.kernel.database, { user, batch });
  return Promise.all(found.map(({ id }) => showImport(parts, id)));
}

export async function cancelImport(parts: ImportParts, id: string): Promise<ImportView> {
  await getImport(parts, id);
  const at = parts.kernel.assembly.clock.now();
  if (!(await setStatus(parts.kernel.database, id, ['queued', 'running'], 'cancelled', { at }))) {
    throw errors.stateWrong({ status: (await getImport(parts, id)).status, verb: 'cancelled' });
  }
  return showImport(parts, id);
}

/** Goes on where it was cancelled or failed. */
export async function resumeImport(parts: ImportParts, id: string): Promise<ImportView> {
  const found = await getImport(parts, id);
  const isUndo = found.undoBy !== null;
  if (isUndo || !(await setStatus(parts.kernel.database, id, ['cancelled', 'failed'], 'queued'))) {
    throw errors.stateWrong({ status: found.status, verb: 'resumed' });
  }
  await sendImport(parts, id);
  return showImport(parts, id);
}

/** Takes back what an import did. What an earlier undo kept is tried again. */
export async function undoImport(parts: ImportParts, id: string): Promise<ImportView> {
  const found = await getImport(parts, id);
  const touched = found.created + found.updated > 0;
  if (touched && !(await hasRows(parts.kernel.database, id))) throw errors.undoOver();
  if (!(await markUndone(parts, found)))
    throw errors.stateWrong({ status: found.status, verb: 'undone' });
  await sendUndo(parts, found.batch);
  return showImport(parts, id);
}

/** Takes back every import of a batch, the last one first. */
export async function undoBatch(parts: ImportParts, batch: string): Promise<readonly ImportView[]> {
  const imports = (await listImports(parts.kernel.database, { batch })).filter(isVisible);
  if (imports.length === 0) throw errors.batchMissing({ id: batch });
  const busy = imports.find(({ status }) => status === 'queued' || status === 'running');
  if (busy) throw errors.stateWrong({ status: busy.status, verb: 'undone' });
  for (const found of imports) await markUndone(parts, found);
  await sendUndo(parts, batch);
  return showImports(parts, batch);
}

async function markUndone({ kernel }: ImportParts, { id }: Import): Promise<boolean> {
  const undoBy = userOf(currentExecution());
  return kernel.database.transaction(async (transaction) => {
    const isMarked = await setStatus(
      transaction,
      id,
      ['done', 'failed', 'cancelled', 'undone'],
      'undoing',
      { undoBy },
    );
    if (isMarked) await forgetKept(transaction, id);
    return isMarked;
  });
}

/** The file as the plan says that it is to be read. */
export async function readAs(
  { kernel, store }: ImportParts,
  file: ImportFile,
  plan: Pick<ImportPlan, 'encoding' | 'delimiter'>,
): Promise<ImportFile> {
  if (file.source !== null) return file;
  const { encoding = file.encoding, delimiter = file.delimiter } = plan;
  if (encoding === file.encoding && delimiter === file.delimiter) return file;
  const found = await inspectTable(opener(store, file.sha256), {
    name: file.name,
    encoding,
    delimiter,
  });
  const other = toFile(found, file);
  await saveFile(kernel.database, other, kernel.assembly.clock.now());
  return other;
}

function toFile(
  { format, headers, rows, sample }: Inspection,
  known: Pick<ImportFile, 'name' | 'sha256' | 'size' | 'createdBy'>,
): ImportFile {
  const { name, sha256, size, createdBy } = known;
  const { encoding, delimiter } = format;
  const plain = { source: null, sheet: null, sheets: null };
  const read = { encoding, delimiter, headers, rows, sample };
  return { id: uuid(), name, sha256, size, createdBy, ...read, ...plain };
}

function opener(store: ImportParts['store'], sha256: string) {
  return async () => (await store.open(sha256)) as unknown as AsyncIterable<Uint8Array>;
}

function isVisible(found: Import): boolean {
  const execution = currentExecution();
  return found.createdBy === execution.principal.userId || manages(execution);
}

function manages(execution: Execution): boolean {
  return may(execution, 'tessera.import.manage');
}

function userOf({ principal }: Execution): string {
  if (principal.userId === null)
    throw new Error('An import needs a user as who its rows are written.');
  return principal.userId;
}
