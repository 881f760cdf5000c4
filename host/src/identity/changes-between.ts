type Values = Readonly<Record<string, unknown>>;

/** Before and after of every value that is another one, by name, as the audit keeps them; absent values are null. */
export function changesBetween(before: Values, after: Values): Record<string, [unknown, unknown]> {
  return Object.fromEntries(
    Object.keys({ ...before, ...after })
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, [before[name] ?? null, after[name] ?? null]]),
  );
}
