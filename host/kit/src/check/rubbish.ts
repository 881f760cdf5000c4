import type { JsonSchema } from '@tessera/core';

/** A body that is not right. */
export interface BadBody {
  /** For a sentence: “a body that is no JSON”. */
  readonly what: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const HUGE = 'x'.repeat(100_000);

/** Bodies that no route with this schema may take. */
export function wrongBodies(schema: JsonSchema): readonly BadBody[] {
  const types = schema['type'];
  const wrongKinds =
    types === 'object'
      ? [
          { what: 'a list in place of an object', body: '[]', headers: JSON_TYPE },
          { what: 'a text in place of an object', body: '"text"', headers: JSON_TYPE },
        ]
      : [];
  return [
    { what: 'a body that is no JSON', body: '{"a":', headers: JSON_TYPE },
    {
      what: 'a body of another media type',
      body: 'a=1',
      headers: { 'Content-Type': 'text/plain' },
    },
    ...wrongKinds,
    ...wrongProperties(schema),
  ];
}

/** One body for each property that has a type: only that value is of another type. */
function wrongProperties(schema: JsonSchema): readonly BadBody[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.entries(properties).flatMap(([name, { type }]) => {
    const types = [type].flat().filter((one) => typeof one === 'string');
    if (types.length === 0) return [];
    // A number may be meant as an amount, and a list or an object as what a column of JSON holds.
    const value = types.includes('object') ? true : { rubbish: true };
    if (types.includes(typeof value)) return [];
    return [{ what: `${JSON.stringify(value)} as “${name}”`, body: { [name]: value } }];
  });
}

/** Bodies that are odd: some schema may take them. */
export function looseBodies(schema: JsonSchema | undefined): readonly BadBody[] {
  if (!schema) return [{ what: 'no body', body: undefined }];
  return [
    { what: 'an empty object', body: {} },
    { what: 'null', body: 'null', headers: JSON_TYPE },
    {
      what: 'a name that JavaScript keeps for itself',
      body: '{"__proto__":{"a":1},"constructor":1}',
      headers: JSON_TYPE,
    },
    { what: 'unknown names', body: { 'no such name': 1 } },
    { what: 'very long texts', body: longTexts(schema) },
  ];
}

function longTexts(schema: JsonSchema): object {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, { type }]) =>
      [type].flat().includes('string') ? [[name, HUGE]] : [],
    ),
  );
}

/** Values that nobody means, for handlers. */
export const rubbishValues: readonly (readonly [what: string, value: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['a number', 42],
  ['a text', 'rubbish'],
  ['a list', [[], {}]],
  ['an empty object', {}],
  [
    'an object with __proto__',
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}'),
  ],
];

/** Writes of a record whose values nobody means, each name of the entity with the same wrong value. */
export function rubbishWrites(names: readonly string[]): readonly (readonly [string, unknown])[] {
  const values: readonly (readonly [string, unknown])[] = [
    ['a number in every field', 42],
    ['null in every field', null],
    ['an object in every field', { nested: { deep: [] } }],
    ['a text of 100,000 letters in every field', 'a'.repeat(100_000)],
    [
      'a text of 100,000 spaces and signs in every field',
      `${' '.repeat(50_000)}${'@.'.repeat(25_000)}!`,
    ],
  ];
  return values.flatMap(([what, value]) =>
    (['create', 'update', 'delete'] as const).map((action) => {
      const record = Object.fromEntries(names.map((name) => [name, value]));
      const id = '01890000-0000-7000-8000-000000000000';
      const before = action === 'create' ? null : { ...record, id, version: 1 };
      return [
        `a ${action} with ${what}`,
        { action, id, before, values: action === 'delete' ? {} : record, history: false },
      ] as const;
    }),
  );
}
