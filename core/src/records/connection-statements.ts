import { createHash } from 'node:crypto';

/** Which texts are prepared, and under what name. */
export interface Statements {
  /** Undefined for a text that is not worth preparing yet. */
  nameOf(text: string, values: readonly unknown[]): string | undefined;
  /** The prepared statement is no longer good: the text gets another name. */
  forget(text: string): void;
}

/** Texts that are kept as candidates for a prepared statement. */
export const MAXIMUM_TEXTS = 500;
/** A text is prepared from this use on. */
const PREPARED_FROM_USE = 3;

export function createStatements(): Statements {
  const texts = new Map<string, { uses: number; readonly name: string }>();
  let generation = 0;
  return {
    nameOf(text, values) {
      // Without values there may be several statements in the text, which cannot be prepared.
      if (values.length === 0) return undefined;
      const known = texts.get(text) ?? { uses: 0, name: nameText(text, generation) };
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

function nameText(text: string, generation: number): string {
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 20);
  return `${digest}_${generation}`;
}
