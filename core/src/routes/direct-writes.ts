import { answerDirectly, type DirectRequest } from './direct-reads.ts';
import type { RecordHandler } from './record-request.ts';
import { createRecord, updateRecord } from './record-writes.ts';
import { createSchemaCheck } from './schema-check.ts';

/** A write of one record that the core answers by itself. */
export type RecordChange = 'create' | 'update';

/** A request for a write. */
export interface DirectWrite extends DirectRequest {
  readonly change: RecordChange;
}

const handlers: Readonly<Record<RecordChange, RecordHandler>> = {
  create: createRecord,
  update: updateRecord,
};

/**
 * Answers writes of one record as the routes of an assembly do, past its router; within an execution, as its principal. Not for requests with an
 * `Idempotency-Key`.
 */
export function createDirectWrites(): (asked: DirectWrite) => Promise<Response> {
  const check = createSchemaCheck();
  return async ({ change, ...asked }) => answerDirectly(handlers[change], asked, check);
}
