import { controlOf, type SchemaProperty } from './plugin-schema.ts';
import { valueAt, type Values } from './plugin-setting-values.ts';

/** What is wrong with a setting: the end of the key of a text, and what stands in it. */
export interface SettingFault {
  readonly key: 'required' | 'whole' | 'number' | 'least' | 'most' | 'shorter' | 'longer' | 'form';
  readonly limit?: number;
}

/** What can be seen to be wrong before the server is asked, by JSON pointer. */
export function faultsOf(
  schema: SchemaProperty,
  values: Values,
  path: readonly string[] = [],
): Readonly<Record<string, SettingFault>> {
  const found: Record<string, SettingFault> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const inner = [...path, name];
    if (controlOf(property) === 'group') Object.assign(found, faultsOf(property, values, inner));
    const value = valueAt(values, inner);
    const isRequired = schema.required?.includes(name) && property.default === undefined;
    const fault =
      value === undefined ? (isRequired ? REQUIRED : undefined) : faultOf(property, value);
    if (fault) found[pointerOf(inner)] = fault;
  }
  return found;
}

/** Source: RFC 6901 §3. */
export function pointerOf(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const REQUIRED: SettingFault = { key: 'required' };

function faultOf(property: SchemaProperty, value: unknown): SettingFault | undefined {
  if (controlOf(property) === 'number') return numberFault(property, value);
  return typeof value === 'string' ? textFault(property, value) : undefined;
}

function numberFault(property: SchemaProperty, value: unknown): SettingFault | undefined {
  const { minimum, maximum, type } = property;
  if (typeof value !== 'number' || !Number.isFinite(value)) return { key: 'number' };
  if ([type].flat().includes('integer') && !Number.isInteger(value)) return { key: 'whole' };
  if (minimum !== undefined && value < minimum) return { key: 'least', limit: minimum };
  if (maximum !== undefined && value > maximum) return { key: 'most', limit: maximum };
  return undefined;
}

function textFault(property: SchemaProperty, value: string): SettingFault | undefined {
  const { minLength, maxLength, pattern } = property;
  const { length } = Array.from(value);
  if (minLength !== undefined && length < minLength) return { key: 'longer', limit: minLength };
  if (maxLength !== undefined && length > maxLength) return { key: 'shorter', limit: maxLength };
  return pattern !== undefined && !matches(pattern, value) ? { key: 'form' } : undefined;
}

/** A pattern that cannot be read here is left to the server. Source: JSON Schema 2020-12, 4.3.3: patterns are of the kind `u`. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}
