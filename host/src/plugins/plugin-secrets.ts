import type { Problem } from '@tessera/core';
import type { SecretBox } from '../settings/secret-box.ts';

type Values = Readonly<Record<string, unknown>>;

/** Stands for a secret: `true` where it is shown, closed text where it is stored. */
interface Marked {
  readonly $secret: unknown;
}

function isMarked(value: unknown): value is Marked {
  return typeof value === 'object' && value !== null && '$secret' in value;
}

/** Stored values as the plugin gets them. @throws TesseraError `HOST_SECRET_WRONG` when they were closed with another key */
export function openSecrets(values: Values, box: SecretBox): Values {
  return replace(values, (value) =>
    isMarked(value) ? JSON.parse(box.open(String(value.$secret))) : value,
  ) as Values;
}

/** Values as they are stored: what stands at the pointers is closed. */
export function closeSecrets(
  values: Values,
  pointers: ReadonlySet<string>,
  box: SecretBox,
): Values {
  return replace(values, (value, pointer) =>
    pointers.has(pointer) && isSet(value) ? { $secret: box.close(JSON.stringify(value)) } : value,
  ) as Values;
}

/** Values as they are shown: secrets that are set are only said to be there. */
export function maskSecrets(values: Values, pointers: ReadonlySet<string>): Values {
  return replace(values, (value, pointer) =>
    isMarked(value) || (pointers.has(pointer) && isSet(value)) ? { $secret: true } : value,
  ) as Values;
}

/** Puts the secrets that are there in the place of echoed masks. A mask for which there is none, or in a list, whose items move, is a problem. */
export function unmaskSecrets(
  values: Values,
  before: Values,
): { readonly values: Values; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const unmasked = replace(values, (value, pointer) => {
    if (!isMarked(value)) return value;
    const known = isInList(values, pointer) ? undefined : valueAt(before, pointer);
    if (known === undefined) problems.push({ pointer, detail: 'Enter this secret again.' });
    return known;
  }) as Values;
  return { values: unmasked, problems };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** The same value with parts replaced, from the outside in; what is replaced is not looked into. */
function replace(
  value: unknown,
  change: (value: unknown, pointer: string) => unknown,
  pointer = '',
): unknown {
  const changed = change(value, pointer);
  if (changed !== value || typeof value !== 'object' || value === null) return changed;
  if (Array.isArray(value))
    return value.map((part, index) => replace(part, change, `${pointer}/${index}`));
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, part]) => [name, replace(part, change, `${pointer}/${escape(name)}`)] as const)
      .filter(([, part]) => part !== undefined),
  );
}

/** Source: RFC 6901 §3. */
function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(values: unknown, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>((value, step) => childOf(value, step), values);
}

function isInList(values: unknown, pointer: string): boolean {
  let value = values;
  for (const step of stepsOf(pointer)) {
    if (Array.isArray(value)) return true;
    value = childOf(value, step);
  }
  return false;
}

function childOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Values)[name]
    : undefined;
}
