import { createHash } from 'node:crypto';
import type { QueryConfig } from 'pg';
import type { ReadRow } from './connection-rows.ts';

/** A text that is prepared. */
interface PreparedText {
  readonly name: string;
  /** How its rows are read, by the connection that has told what they are. */
  readonly readers: WeakMap<object, ReadRow>;
}

/** A query, and what is kept of its text where that is prepared. */
export type PreparedConfig = QueryConfig & Partial<PreparedText>;

/** Which texts are prepared, and under what name. */
export interface Statements {
  /** Undefined for a text that is not worth preparing yet. */
  find(text: string, values: readonly unknown[]): PreparedText | undefined;
  /** The prepared statement is no longer good: the text gets another name. */
  forget(text: string): void;
}

/** Texts that are kept as candidates for a prepared statement. */
const MAXIMUM_TEXTS = 500;
/** A text is prepared from this use on. */
const PREPARED_FROM_USE = 3;

export function createStatements(): Statements {
  const texts = new Map<string, { uses: number; readonly prepared: PreparedText }>();
  let generation = 0;
  return {
    find(text, values) {
      // Without values there may be several statements in the text, which cannot be prepared.
      if (values.length === 0) return undefined;
      const known = texts.get(text) ?? { uses: 0, prepared: prepare(text, generation) };
      texts.delete(text);
      texts.set(text, known);
      if (texts.size > MAXIMUM_TEXTS) texts.delete(texts.keys().next().value as string);
      known.uses += 1;
      return known.uses >= PREPARED_FROM_USE ? known.prepared : undefined;
    },
    forget(text) {
      // Connections still hold the old name: it is not used again.
      generation += 1;
      texts.delete(text);
    },
  };
}

function prepare(text: string, generation: number): PreparedText {
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 20);
  return { name: `${digest}_${generation}`, readers: new WeakMap() };
}
