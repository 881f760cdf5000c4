import { createHash } from 'node:crypto';
import type { QueryConfig } from 'pg';
import { connectionTypes } from './connection-types.ts';

/** Which texts are prepared, and under what name. */
export interface Statements {
  /** Undefined for a text that is not worth preparing yet. */
  nameOf(text: string, values: readonly unknown[]): string | undefined;
  /** The prepared statement is no longer good: the text gets another name. */
  forget(text: string): void;
}

/** Texts that are kept as candidates for a prepared statement. */
const MAXIMUM_TEXTS = 500;
/** A text is prepared from this use on. */
const PREPARED_FROM_USE = 3;

export function createStatements(): Statements {
  const texts = new Map<string, { uses: number; name: string }>();
  let generation = 0;
  return {
    nameOf(text, values) {
      // Without values there may be several statements in the text, which cannot be prepared.
      if (values.length === 0) return undefined;
      const known = texts.get(text) ?? { uses: 0, name: statementName(text, generation) };
      texts.delete(text);
      texts.set(text, known);
      if (texts.size > MAXIMUM_TEXTS) texts.delete(texts.keys().next().value as string);
      known.uses += 1;
      return known.uses >= PREPARED_FROM_USE ? known.name : undefined;
    },
    forget(text) {
      // Connections still hold the old name: it is not used again.
      generation += 1;
      texts.delete(text);
    },
  };
}

/** A query with the types that its rows are parsed by. */
export function queryConfig(
  text: string,
  values: readonly unknown[],
  name: string | undefined,
): QueryConfig {
  const config = { text, values: values as unknown[], types: connectionTypes };
  return name === undefined ? config : { ...config, name };
}

function statementName(text: string, generation: number): string {
  return `${createHash('sha256').update(text).digest('base64url').slice(0, 20)}_${generation}`;
}
