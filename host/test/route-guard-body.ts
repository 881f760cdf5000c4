/** As much of JSON Schema as the document of the API uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly minLength?: number;
}

/** Values that a schema alone does not tell, by the name of the property; `undefined` leaves it to the schema. */
export type Known = (name: string) => unknown;

/** A value that fits the schema: what is required, what is known, and where nothing is required one thing more. */
export function fitting(
  schema: Schema,
  schemas: Readonly<Record<string, Schema>>,
  known: Known,
): unknown {
  const make = (part: Schema, name: string): unknown => {
    const given = name === '' ? undefined : known(name);
    if (given !== undefined) return given;
    if (part.$ref) return make(schemas[part.$ref.split('/').at(-1) ?? ''] ?? {}, name);
    if ('const' in part) return part.const;
    if (part.enum) return part.enum[0];
    if (part.anyOf?.[0]) return make(part.anyOf[0], name);
    const type = typeof part.type === 'string' ? part.type : part.type?.[0];
    if (type === 'object' || part.properties) return makeObject(part, make, known);
    if (type === 'array')
      return Array.from({ length: part.minItems ?? 0 }, () => make(part.items ?? {}, ''));
    if (type === 'integer' || type === 'number') return Math.max(part.minimum ?? 1, 1);
    if (type === 'boolean') return true;
    return makeText(part);
  };
  return make(schema, '');
}

function makeObject(
  { properties = {}, required = [], minProperties = 0, additionalProperties }: Schema,
  make: (part: Schema, name: string) => unknown,
  known: Known,
): object {
  const names = Object.keys(properties);
  const wanted = names.filter((name) => required.includes(name) || known(name) !== undefined);
  if (wanted.length === 0 && names[0]) wanted.push(names[0]);
  const made = Object.fromEntries(wanted.map((name) => [name, make(properties[name] ?? {}, name)]));
  if (Object.keys(made).length >= minProperties || typeof additionalProperties !== 'object')
    return made;
  return { ...made, any: make(additionalProperties as Schema, '') };
}

function makeText({ format, pattern, minLength = 1 }: Schema): string {
  if (format === 'email') return 'guard@example.com';
  if (format === 'date') return '2026-03-01';
  if (format === 'date-time') return '2030-03-01T12:00:00.000Z';
  if (format === 'uri') return 'https://example.com/guard';
  if (format === 'uuid') return '7a7a7a7a-0000-4000-8000-00000000abcd';
  if (pattern?.startsWith('^-?\\d')) return '12.50';
  if (pattern === '^[A-Z]{3}$') return 'USD';
  if (pattern?.includes('[0-9a-f]{64}')) return 'a'.repeat(64);
  return 'guard'.padEnd(minLength, '-');
}
