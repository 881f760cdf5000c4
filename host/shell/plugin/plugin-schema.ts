import type { LocalizedText } from '@tessera/core';

/** A property of a settings schema, as far as the form knows it. */
export interface SchemaProperty {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  /** Title and description in the languages of the UI. */
  readonly 'x-title'?: LocalizedText;
  readonly 'x-description'?: LocalizedText;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly secret?: boolean;
  readonly items?: SchemaProperty;
  readonly properties?: Readonly<Record<string, SchemaProperty>>;
  readonly required?: readonly string[];
}

/** How a property is edited. */
export type Control =
  | 'secret'
  | 'choice'
  | 'boolean'
  | 'number'
  | 'text'
  | 'lines'
  | 'group'
  | 'json';

/** The control that fits a property; `json` for what none fits. */
export function controlOf(property: SchemaProperty): Control {
  const types = typeOf(property);
  if (property.secret) return 'secret';
  if (property.enum) return 'choice';
  if (types.length !== 1) return 'json';
  switch (types[0]) {
    case 'boolean':
      return 'boolean';
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    case 'array':
      return typeOf(property.items ?? {})[0] === 'string' ? 'lines' : 'json';
    case 'object':
      return property.properties ? 'group' : 'json';
    default:
      return 'json';
  }
}

/** The value that a control's text stands for; undefined for nothing. @throws SyntaxError for text that is no JSON where JSON is asked */
export function readControl(control: Control, text: string): unknown {
  if (text.trim() === '') return control === 'lines' ? [] : undefined;
  switch (control) {
    case 'number':
      return Number(text);
    case 'lines':
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
    case 'json':
      return JSON.parse(text);
    default:
      return text;
  }
}

/** What a control shows of a value. */
export function showControl(control: Control, value: unknown): string {
  if (value === undefined || value === null || isMask(value)) return '';
  if (control === 'lines') return Array.isArray(value) ? value.join('\n') : '';
  if (control === 'json') return JSON.stringify(value, null, 2);
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);
}

/** Whether the server has a secret that it does not show. */
export function isMask(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '$secret' in value;
}

/** `pointsPerUnit` → `Points per unit`. */
export function humanName(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function typeOf({ type }: SchemaProperty): readonly string[] {
  return (typeof type === 'string' ? [type] : (type ?? [])).filter((one) => one !== 'null');
}
