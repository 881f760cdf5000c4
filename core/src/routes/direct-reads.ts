import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { currentExecution } from '../plugin/execution.ts';
import { toResponse } from './answer.ts';
import { requireAudience } from './audience.ts';
import { aggregateRecords, getRecord, listRecords, queryRecords } from './record-reads.ts';
import type { RecordHandler } from './record-request.ts';
import { createSchemaCheck, type SchemaCheck } from './schema-check.ts';

/** A read of records that the core answers by itself. */
export type RecordRead = 'get' | 'list' | 'query' | 'aggregate';

/** A request for records that was told from its path. */
export interface DirectRequest {
  readonly model: EntityModel;
  /** Empty on reads without one. */
  readonly id: string;
  readonly raw: Request;
  /** Headers that the answer has besides its own, which they come before. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A request for a read. */
export interface DirectRead extends DirectRequest {
  readonly read: RecordRead;
}

const handlers: Readonly<Record<RecordRead, RecordHandler>> = {
  get: getRecord,
  list: listRecords,
  query: queryRecords,
  aggregate: aggregateRecords,
};

/** Answers reads as the routes of an assembly do, past its router; within an execution, as its principal. */
export function createDirectReads(): (asked: DirectRead) => Promise<Response> {
  const check = createSchemaCheck();
  return async ({ read, ...asked }) => answerDirectly(handlers[read], asked, check);
}

/** Answers as the route of the handler does; within an execution, as its principal. */
export async function answerDirectly(
  handler: RecordHandler,
  { model, id, raw, headers }: DirectRequest,
  check: SchemaCheck,
): Promise<Response> {
  const execution = currentExecution();
  requireAudience(execution.principal);
  if (execution.principal.kind === 'anonymous') throw errors.notSignedIn();
  const request = { raw, url: new URL(raw.url), execution, model, id, check };
  return toResponse(await handler(request), headers);
}
