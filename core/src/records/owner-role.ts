import type { Sql } from './database.ts';

/**
 * The role that a host works as: it may do everything with records, and only add to the audit. What it may is granted where
 * the database is opened; a database that has no such role is worked on as whoever signed in to it.
 */
export const RUNTIME_ROLE = 'tessera_runtime';

/**
 * Runs the work as whoever signed in to the database, the owner of its tables, and goes back to the role from before: for
 * changes of the schema, partitions, erasure and retention. Everything else is done as {@link RUNTIME_ROLE}.
 * @param sql - a transaction: outside of one the role would not hold for the work
 */
export async function asOwner<T>(sql: Sql, work: (sql: Sql) => Promise<T>): Promise<T> {
  const [row] = await sql.query<{ role: string }>("select current_setting('role') as role");
  await sql.query('set local role none');
  const answer = await work(sql);
  // After a failure the rollback brings the role back, to the savepoint or to the beginning.
  await sql.query("select set_config('role', $1, true)", [row?.role ?? 'none']);
  return answer;
}
