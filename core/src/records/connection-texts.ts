import { Query, type Pool, type PoolClient, type QueryConfig } from 'pg';
import type { RowTexts } from './sent-row.ts';

/** Keeps the texts of the rows as they come; `pg` makes nothing else of them, and nothing of their description. */
class TextsQuery extends Query {
  readonly texts: RowTexts[] = [];

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
