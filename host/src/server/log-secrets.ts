const SECRETS: ReadonlySet<string> = new Set([
  'password',
  'token',
  'secret',
  'cookie',
  'authorization',
  'connectionString',
]);
const BLOT = '•••';

/** The details of a line of log without what could sign somebody in, also one level below; the same object when there is none. */
export function blotted(details: object, depth = 1): object {
  let safe: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(details) as [string, unknown][]) {
    const shown = SECRETS.has(name)
      ? BLOT
      : depth > 0 && isObject(value)
        ? blotted(value, depth - 1)
        : value;
    if (value !== undefined && shown !== value) (safe ??= { ...details })[name] = shown;
  }
  return safe ?? details;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
