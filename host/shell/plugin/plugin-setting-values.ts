import { isMask } from './plugin-schema.ts';

export type Values = Readonly<Record<string, unknown>>;

/** What stands at a path; undefined where there is nothing. */
export function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isValues(at) ? at[name] : undefined), values);
}

/** Whether something was set at a path, be it to nothing. */
export function hasAt(values: Values, path: readonly string[]): boolean {
  const inside = valueAt(values, path.slice(0, -1));
  return isValues(inside) && Object.hasOwn(inside, path.at(-1) ?? '');
}

/** The same values with another one at a path. */
export function withValue(
  values: Values,
  [name, ...rest]: readonly string[],
  value: unknown,
): Values {
  if (name === undefined) return values;
  const inner = rest.length === 0 ? value : withValue((values[name] ?? {}) as Values, rest, value);
  return { ...values, [name]: inner };
}

/** What was set over what is. What was emptied is left out; a secret that was emptied stays. */
export function merged(values: Values, changes: Values): Values {
  const all: Record<string, unknown> = { ...values };
  for (const [name, change] of Object.entries(changes)) {
    const before = all[name];
    if (change === undefined && !isMask(before)) delete all[name];
    else if (change !== undefined)
      all[name] =
        isValues(change) && !isMask(before)
          ? merged(isValues(before) ? before : {}, change)
          : change;
  }
  return all;
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
