import { Query, type Pool, type PoolClient, type QueryConfig } from 'pg';
import type { RowTexts } from './sent-row.ts';

/** Of a connection of `pg`: asks PostgreSQL to describe the rows of a statement. */
interface Describing {
  describe: (statement: object) => void;
}

/** A query of `pg` with the step in which it sends a statement with its values. */
const SentQuery = Query as unknown as new (
  config: QueryConfig,
) => Query & { prepare(connection: Describing): void };

const nothing = (): void => {};

/** Keeps the texts of the rows as they come; `pg` makes nothing else of them, and PostgreSQL does not describe them. */
class TextsQuery extends SentQuery {
  readonly texts: RowTexts[] = [];

  /** Nothing else is sent meanwhile: it is done when it returns. */
  override prepare(connection: Describing): void {
    const { describe } = connection;
    connection.describe = nothing;
    try {
      super.prepare(connection);
    } finally {
      connection.describe = describe;
    }
  }

  handleRowDescription(): void {}

  handleDataRow({ fields }: { readonly fields: RowTexts }): void {
    this.texts.push(fields);
  }
}

/** Runs a query whose rows are the texts of their columns. */
export async function queryTexts(on: Pool | PoolClient, config: QueryConfig): Promise<RowTexts[]> {
  const query = new TextsQuery(config);
  await new Promise<void>((resolve, reject) => {
    const end = (error: Error | null | undefined): void => (error ? reject(error) : resolve());
    (on as { query(query: Query, end: (error?: Error | null) => void): unknown }).query(query, end);
  });
  return query.texts;
}
