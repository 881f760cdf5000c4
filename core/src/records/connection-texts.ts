import { Query, type FieldDef, type Pool, type PoolClient, type QueryConfig } from 'pg';
import {
  holdStatement,
  type HeldStatement,
  type HoldingConnection,
} from './connection-held-statements.ts';
import type { RowTexts } from './sent-row.ts';

/** Of a connection of `pg`: asks PostgreSQL to describe the rows of a statement. */
interface SendingConnection extends HoldingConnection {
  describe: (statement: object) => void;
}

/** Who reads what PostgreSQL tells of the columns of rows, before they come. */
interface DescriptionReader {
  /** Whether it need not be told; undefined for a statement that is not prepared. */
  knows(statement: HeldStatement | undefined): boolean;
  read(columns: readonly FieldDef[]): void;
}

/** A query of `pg` with the step in which it sends a statement with its values. */
const SentQuery = Query as unknown as new (
  config: QueryConfig,
) => Query & { readonly name?: string; prepare(connection: SendingConnection): void };

const nothing = (): void => {};

/** Keeps the texts of the rows as they come; `pg` makes nothing else of them, and PostgreSQL describes them only to who does not know them. */
class TextsQuery extends SentQuery {
  readonly texts: RowTexts[] = [];
  readonly #reader: DescriptionReader;

  constructor(config: QueryConfig, reader: DescriptionReader) {
    super(config);
    this.#reader = reader;
  }

  /** Nothing else is sent meanwhile: it is done when it returns. */
  override prepare(connection: SendingConnection): void {
    const { describe } = connection;
    const statement = this.name === undefined ? undefined : holdStatement(connection, this.name);
    if (this.#reader.knows(statement)) connection.describe = nothing;
    try {
      super.prepare(connection);
    } finally {
      connection.describe = describe;
    }
  }

  /** Of several statements in a text the last one counts that has rows. */
  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    this.texts.length = 0;
    this.#reader.read(fields);
  }

  handleDataRow({ fields }: { readonly fields: RowTexts }): void {
    this.texts.push(fields);
  }
}

const unread: DescriptionReader = { knows: () => true, read: nothing };

/** Runs a query whose rows are the texts of their columns; what these are, `reader` is told. */
export async function queryTexts(
  on: Pool | PoolClient,
  config: QueryConfig,
  reader: DescriptionReader = unread,
): Promise<RowTexts[]> {
  const query = new TextsQuery(config, reader);
  await new Promise<void>((resolve, reject) => {
    const end = (error: Error | null | undefined): void => (error ? reject(error) : resolve());
    (on as { query(query: Query, end: (error?: Error | null) => void): unknown }).query(query, end);
  });
  return query.texts;
}
