import type { Pool } from 'pg';

/** Something that runs SQL: the pool, or the one connection of a transaction. */
export interface Sql {
  /** `$1`, `$2`, … in `text`; lists are passed as one array value (`= any($n)`). Repeated texts are prepared. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The workspace's database. */
export interface Database extends Sql {
  readonly pool: Pool;
  /** Runs the work in one transaction on one connection; rolls back when it throws. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}
