/** Collects the values of one statement; each is bound, never written into the text. */
export interface Parameters {
  readonly values: unknown[];
  /** Answers the placeholder of the value, with a cast when a type is given: `$3::uuid[]`. */
  bind(value: unknown, type?: string): string;
  /** The same for what says how far a principal reaches: his id, his teams. */
  bindReach(value: unknown, type: string): string;
  /** The same for what is only written: no plan is better for one value than for another. */
  bindWritten(value: unknown, type: string): string;
}

export function createParameters(values: unknown[] = []): Parameters {
  const bind: Parameters['bind'] = (value, type) => {
    values.push(value);
    return type ? `$${values.length}::${type}` : `$${values.length}`;
  };
  return { values, bind, bindReach: bind, bindWritten: bind };
}

/** What the planner does not see of a read: a plan for these values never seems cheaper than one that can be kept. */
export type Unseen = 'all' | 'reach' | 'none';

/**
 * The parameters of a read, whose conditions name the same values again and again: each is bound once. What is `unseen` stands within a
 * select.
 */
export function createReadParameters(unseen: Unseen = 'none'): Parameters {
  const values: unknown[] = [];
  const types: (string | undefined)[] = [];
  const bindOnce: Parameters['bind'] = (value, type) => {
    let at = values.findIndex((one, index) => types[index] === type && isSame(one, value));
    if (at < 0) {
      types[values.length] = type;
      at = values.push(value) - 1;
    }
    return type ? `$${at + 1}::${type}` : `$${at + 1}`;
  };
  const bindUnseen: Parameters['bind'] = (value, type) => {
    const bound = bindOnce(value, type);
    return type ? `(select ${bound})::${type}` : bound;
  };
  return {
    values,
    bind: unseen === 'all' ? bindUnseen : bindOnce,
    bindReach: unseen === 'none' ? bindOnce : bindUnseen,
    bindWritten: bindOnce,
  };
}

function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((item, index) => item === other[index]);
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
 * All conditions hold, each said once; `true` when there are none. Nothing that binds a value is left out, even beside a `false`: a
 * statement with a value that its text does not use fails.
 */
export function allOf(conditions: readonly string[]): string {
  const parts = [...new Set(conditions)].filter((part) => part !== 'true');
  return parts.length === 0 ? 'true' : parts.length === 1 ? parts[0]! : `(${parts.join(' and ')})`;
}

/** At least one condition holds, each said once; `false` when there are none. */
export function anyOf(conditions: readonly string[]): string {
  const parts = [...new Set(conditions)].filter((part) => part !== 'false');
  return parts.length === 0 ? 'false' : parts.length === 1 ? parts[0]! : `(${parts.join(' or ')})`;
}
