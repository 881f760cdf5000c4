/** A row as PostgreSQL sends it: the text of each column, null where it has no value. */
export type RowTexts = readonly (string | null)[];

/** What the rows of an answer are made of, while their statement is compiled. */
export interface SentRow {
  /** SQL of the columns, in the order in which they are sent. */
  readonly columns: readonly string[];
  /** What is joined to the rows of the page, for what they include; each begins with a space. */
  readonly joins: string[];
  /** The position of a column, which is sent once however often it is asked for. */
  at(sql: string): number;
  /** The position of a column that is sent anyway. */
  find(sql: string): number | undefined;
}

export function createSentRow(): SentRow {
  const positions = new Map<string, number>();
  const columns: string[] = [];
  return {
    columns,
    joins: [],
    find: (sql) => positions.get(sql),
    at(sql) {
      const known = positions.get(sql);
      if (known !== undefined) return known;
      positions.set(sql, columns.length);
      return columns.push(sql) - 1;
    },
  };
}
