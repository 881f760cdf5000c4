import { errors } from '../errors.ts';

/** What everything in the process stands on; a name that is added here appears in everybody's values. */
const BUILTINS: readonly (readonly [name: string, value: object])[] = [
  ['Object.prototype', Object.prototype],
  ['Array.prototype', Array.prototype],
  ['Function.prototype', Function.prototype],
  ['String.prototype', String.prototype],
  ['Number.prototype', Number.prototype],
  ['Boolean.prototype', Boolean.prototype],
  ['Date.prototype', Date.prototype],
  ['RegExp.prototype', RegExp.prototype],
  ['Error.prototype', Error.prototype],
  ['Promise.prototype', Promise.prototype],
  ['Map.prototype', Map.prototype],
  ['Set.prototype', Set.prototype],
  ['Object', Object],
  ['Array', Array],
  ['Promise', Promise],
  ['JSON', JSON],
];

interface Property {
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor;
}

// What looks for changes calls nothing that may have been changed: loops by index, and functions kept from before.
const { ownKeys, getOwnPropertyDescriptor, defineProperty, deleteProperty } = Reflect;
const { is } = Object;

/**
 * Runs code of a plugin and looks whether it changed what all code shares. What it changed is put back.
 * @throws TesseraError `CORE_PLUGIN_REJECTED` naming what was changed; before that what the code itself throws
 */
export async function withIntactBuiltins<T>(
  plugin: string,
  work: () => T | Promise<T>,
): Promise<T> {
  const before: Property[][] = [];
  for (let index = 0; index < BUILTINS.length; index++)
    before[index] = propertiesOf(builtin(index)[1]);
  try {
    return await work();
  } finally {
    const changed: string[] = [];
    for (let index = 0; index < BUILTINS.length; index++) {
      const [name, value] = builtin(index);
      putBack(name, value, before[index] ?? [], changed);
    }
    if (changed.length > 0) {
      // oxlint-disable-next-line no-unsafe-finally -- worse than what the code threw
      throw errors.pluginRejected({
        id: plugin,
        reason: `it changes ${changed.join(', ')}, which all code shares; that was undone`,
      });
    }
  }
}

function builtin(index: number): (typeof BUILTINS)[number] {
  return BUILTINS[index] as (typeof BUILTINS)[number];
}

function propertiesOf(value: object): Property[] {
  const keys = ownKeys(value);
  const properties: Property[] = [];
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as PropertyKey;
    const descriptor = getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
    properties[index] = { key, descriptor };
  }
  return properties;
}

/** Adds the names that were not as before to the changed ones. */
function putBack(
  name: string,
  value: object,
  before: readonly Property[],
  changed: string[],
): void {
  const now = ownKeys(value);
  for (let index = 0; index < now.length; index++) {
    const key = now[index] as PropertyKey;
    if (has(before, key)) continue;
    deleteProperty(value, key);
    changed[changed.length] = `${name}.${String(key)}`;
  }
  for (let index = 0; index < before.length; index++) {
    const { key, descriptor } = before[index] as Property;
    if (isSame(descriptor, getOwnPropertyDescriptor(value, key))) continue;
    defineProperty(value, key, descriptor);
    changed[changed.length] = `${name}.${String(key)}`;
  }
}

function has(properties: readonly Property[], key: PropertyKey): boolean {
  for (let index = 0; index < properties.length; index++)
    if (properties[index]?.key === key) return true;
  return false;
}

function isSame(one: PropertyDescriptor, other: PropertyDescriptor | undefined): boolean {
  return (
    other !== undefined &&
    is(one.value, other.value) &&
    one.get === other.get &&
    one.set === other.set &&
    one.enumerable === other.enumerable &&
    one.writable === other.writable
  );
}
