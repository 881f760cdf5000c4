/** SQLSTATE of a database error; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** A serialization failure or a deadlock: the same work may succeed when run again. */
export function isTransientFailure(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

/** The shape of a table changed under a prepared statement, or a pooler lost the statement. */
export function isStaleStatement(error: unknown): boolean {
  const state = sqlState(error);
  return state === '0A000' || state === '26000';
}
