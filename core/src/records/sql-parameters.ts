/** Collects the values of one statement; each is bound, never written into the text. */
export interface Parameters {
  readonly values: unknown[];
  /** Answers the placeholder of the value, with a cast when a type is given: `$3::uuid[]`. */
  bind(value: unknown, type?: string): string;
}

export function createParameters(values: unknown[] = []): Parameters {
  return {
    values,
    bind(value, type) {
      values.push(value);
      return type ? `$${values.length}::${type}` : `$${values.length}`;
    },
  };
}

/** A name from a model as SQL writes it. */
export function quoteName(name: string): string {
  return name.includes('"') ? `"${name.replaceAll('"', '""')}"` : `"${name}"`;
}

/** A constant as SQL writes it; for texts that come from a model, never from a request. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The table of an entity, with its schema. */
export function tableOf(model: { readonly schema: string; readonly table: string }): string {
  return `${quoteName(model.schema)}.${quoteName(model.table)}`;
}

/** The text for LIKE in which the characters that LIKE knows stand for themselves. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

/**
 * All conditions hold; `true` when there are none. Nothing that binds a value is left out, even beside a `false`: a
 * statement with a value that its text does not use fails.
 */
export function allOf(conditions: readonly string[]): string {
  const parts = conditions.filter((part) => part !== 'true');
  return parts.length === 0 ? 'true' : parts.length === 1 ? parts[0]! : `(${parts.join(' and ')})`;
}

/** At least one condition holds; `false` when there are none. */
export function anyOf(conditions: readonly string[]): string {
  const parts = conditions.filter((part) => part !== 'false');
  return parts.length === 0 ? 'false' : parts.length === 1 ? parts[0]! : `(${parts.join(' or ')})`;
}
