import { TesseraError } from '@tessera/core';

const TRANSIENT = new Set([
  '40001',
  '40P01',
  '55P03',
  '57P01',
  '57P02',
  '57P03',
  'ECONNREFUSED',
  'ECONNRESET',
]);

/** Whether the same work may go well a moment later: a deadlock, a connection that was lost. */
export function isTransient(error: unknown): boolean {
  for (let fault = error; fault instanceof Error; fault = fault.cause) {
    const { code } = fault as { code?: unknown };
    if (typeof code === 'string' && (TRANSIENT.has(code) || code.startsWith('08'))) return true;
    if (/Connection terminated|connection timeout/i.test(fault.message)) return true;
  }
  return false;
}

/** A sentence for the person who waits for the import. */
export function reasonOf(error: unknown): string {
  if (error instanceof TesseraError) return error.message;
  return 'Something went wrong here; the log has more. Nothing of the last rows was written, and the import can be resumed.';
}
