import { describe, expect, test } from 'vitest';
import { defineEntity } from './entity.ts';
import {
  address,
  anyRef,
  autonumber,
  boolean,
  choice,
  choices,
  date,
  datetime,
  decimal,
  duration,
  email,
  integer,
  json,
  money,
  percent,
  phone,
  ref,
  refs,
  richText,
  rollup,
  text,
  url,
  user,
} from './field-builders.ts';
import { recordSchema } from './json-schema.ts';
import type { EntityModel } from './model.ts';
import { resolveModels } from './resolve.ts';
import { createValidator } from './validator.ts';

const Thing = defineEntity('shop.thing', {
  label: { en: 'Thing' },
  plural: { en: 'Things' },
  path: 'things',
  title: 'name',
  fields: {
    name: text({ maxLength: 20 }).required(),
    kind: choice([
      'small',
      'large',
      { key: 'gone', label: { en: 'Gone' }, active: false },
    ]).required(),
    tags: choices(['a', 'b']),
    status: choice(['new', 'old']).default('new').readOnly(),
    count: integer({ minimum: 0 }),
    weight: decimal({ scale: 2, maximum: 100 }),
    share: percent(),
    price: money(),
    isOpen: boolean(),
    day: date(),
    at: datetime(),
    length: duration(),
    mail: email(),
    phone: phone(),
    site: url(),
    notes: richText(),
    place: address(),
    extra: json(),
    parent: ref('shop.thing'),
    friends: refs('shop.thing'),
    about: anyRef(['shop.thing']),
    keeper: user(),
    number: autonumber('T-{000}'),
    children: rollup({ entity: 'shop.thing', via: 'parent', function: 'count' }),
  },
});
const model = resolveModels([{ manifest: { id: 'shop' }, plugin: { entities: [Thing] } }], []).get(
  'shop.thing',
) as EntityModel;
const validator = createValidator(model);
const id = '0197a2b0-0000-7000-8000-000000000001';

function problems(values: Record<string, unknown>): string[] {
  return validator
    .update(values)
    .problems.map((problem) => `${problem.pointer}: ${problem.detail}`);
}

describe('values', () => {
  test.each([
    ['name', '  Zoë\t', 'Zoë'],
    ['name', 'a\nb', 'a b'],
    ['mail', ' Ann@Example.COM ', 'ann@example.com'],
    ['mail', ' ', null],
    ['phone', ' +86 (10) 1234-5678 ', '+86 (10) 1234-5678'],
    ['site', 'example.com', 'https://example.com'],
    ['site', 'example.com:8080/a b'.replace(' ', '%20'), 'https://example.com:8080/a%20b'],
    ['site', 'http://例子.测试/路', 'http://xn--fsqu00a.xn--0zwm56d/%E8%B7%AF'],
    [
      'notes',
      '<p onclick="x()">Hi <script>alert(1)</script><b>you</b></p>',
      '<p>Hi <b>you</b></p>',
    ],
    ['notes', '<script>alert(1)</script>', null],
    ['count', ' 12 ', 12],
    ['count', '12.0', 12],
    ['weight', '1.5', '1.50'],
    ['weight', 0.1, '0.10'],
    ['weight', '-0', '0.00'],
    ['share', '12.5', 12.5],
    ['price', { amount: '180.32', currency: 'cny' }, { amount: '180.32', currency: 'CNY' }],
    [
      'price',
      { amount: 180.3, currency: 'CNY', base: '25.1' },
      { amount: '180.3', currency: 'CNY' },
    ],
    ['price', { amount: '007.50', currency: 'USD' }, { amount: '7.50', currency: 'USD' }],
    ['price', { amount: null, currency: 'USD' }, null],
    ['isOpen', 'true', true],
    ['day', '2028-02-29', '2028-02-29'],
    ['at', '2026-11-28T17:30+08:00', '2026-11-28T09:30:00.000Z'],
    ['at', '2026-11-28 09:30:00.123456Z', '2026-11-28T09:30:00.123Z'],
    ['kind', ' large ', 'large'],
    ['kind', 'gone', 'gone'],
    ['tags', ['a', 'a'], ['a']],
    ['parent', { id, title: 'x', entity: 'shop.thing' }, id],
    ['parent', id.toUpperCase(), id],
    ['friends', [{ id }, id], [id]],
    ['about', { entity: 'shop.thing', id, title: 'x' }, { entity: 'shop.thing', id }],
    [
      'place',
      { lines: [' 1 Road ', ''], city: '', countryCode: 'cn' },
      { lines: ['1 Road'], countryCode: 'CN' },
    ],
    ['place', { city: ' ' }, null],
    ['extra', { a: [1, null, 'x'] }, { a: [1, null, 'x'] }],
    ['extra', '', ''],
  ])('%s takes %j as %j', (name, given, stored) => {
    expect(validator.update({ [name]: given })).toEqual({
      values: { [name]: stored },
      problems: [],
    });
  });
});

describe('problems', () => {
  test.each([
    [{ name: null }, '/name: Name is required.'],
    [{ name: 7 }, '/name: Name must be text.'],
    [{ name: 'x'.repeat(21) }, '/name: Name can have 20 characters at most.'],
    [{ name: 'a\0b' }, '/name: Name contains a character that cannot be stored.'],
    [{ kind: 'tiny' }, '/kind: Kind must be one of small, large, gone.'],
    [{ tags: 'a' }, '/tags: Tags must be a list.'],
    [{ tags: ['a', 'z'] }, '/tags/1: Tags: 1 must be one of a, b.'],
    [{ count: '1.5' }, '/count: Count must be a whole number.'],
    [{ count: -1 }, '/count: Count must be 0 or more.'],
    [{ count: '9007199254740993' }, '/count: Count is too large.'],
    [{ weight: '1.005' }, '/weight: Weight can have 2 digits after the point at most.'],
    [{ weight: '101' }, '/weight: Weight must be 100 or less.'],
    [{ weight: '1e3' }, '/weight: Weight must be a number.'],
    [{ price: '5' }, '/price/currency: Price needs a currency such as USD.'],
    [
      { price: { amount: '1.23456', currency: 'USD' } },
      '/price/amount: Price can have 4 digits after the point at most.',
    ],
    [{ price: { amount: '1', currency: 'USD', tax: 1 } }, '/price/tax: Price has no part “tax”.'],
    [{ isOpen: 'yes' }, '/isOpen: Is open must be true or false.'],
    [{ day: '2026-02-30' }, '/day: Day must be a day such as 2026-11-28.'],
    [{ at: '2026-11-28' }, '/at: At must be a moment with its zone such as 2026-11-28T09:30:00Z.'],
    [
      { at: '2026-02-30T00:00:00Z' },
      '/at: At must be a moment with its zone such as 2026-11-28T09:30:00Z.',
    ],
    [{ mail: 'ann' }, '/mail: Mail must be an e-mail address.'],
    [{ site: 'javascript:alert(1)' }, '/site: Site must begin with https://, http:// or mailto:.'],
    [{ site: 'ftp://a.b' }, '/site: Site must begin with https://, http:// or mailto:.'],
    [{ parent: '1' }, '/parent: Parent must be the id of a record.'],
    [{ parent: {} }, '/parent: Parent must be text.'],
    [
      { about: { entity: 'tessera.user', id } },
      '/about/entity: About: entity must be one of shop.thing.',
    ],
    [{ place: { planet: 'x' } }, '/place: Place has no part “planet”.'],
    [
      JSON.parse('{"extra": {"a": {"__proto__": {}}}}'),
      '/extra: Extra may not contain the name “__proto__”.',
    ],
    [JSON.parse('{"__proto__": {"a": 1}}'), '/__proto__: There is no field “__proto__”.'],
    [{ constructor: 1 }, '/constructor: There is no field “constructor”.'],
    [{ 'a/b~': 1 }, '/a~1b~0: There is no field “a/b~”.'],
  ])('%j is refused', (values, problem) => {
    expect(problems(values as Record<string, unknown>)).toEqual([problem]);
  });

  test('all are told at once', () => {
    expect(
      validator
        .create({ mail: 'x', count: 'many', nothing: 1 })
        .problems.map((problem) => problem.pointer),
    ).toEqual(
      ['/count', '/nothing', '/name', '/kind', '/mail'].toSorted(
        (a, b) => order.indexOf(a) - order.indexOf(b),
      ),
    );
  });
  const order = ['/count', '/nothing', '/name', '/kind', '/mail'];

  test('a choice that was deactivated cannot be chosen for a new record', () => {
    expect(validator.create({ name: 'A', kind: 'gone' }).problems).toEqual([
      { pointer: '/kind', detail: 'Kind must be one of small, large.' },
    ]);
  });
});

test('what the server owns is dropped, and so is an echoed mask', () => {
  const echo = {
    id,
    version: 3,
    createdAt: 'x',
    status: 'old',
    number: 'T-1',
    children: 4,
    mail: '•••.com',
    name: 'A',
  };
  expect(validator.update(echo)).toEqual({ values: { name: 'A' }, problems: [] });
});

test('a new record has its defaults, also of read-only fields', () => {
  expect(validator.create({ name: 'A', kind: 'small', status: 'old' })).toEqual({
    values: { name: 'A', kind: 'small', status: 'new' },
    problems: [],
  });
  expect(validator.required).toEqual(['name', 'kind']);
});

test('history asks for the title alone, and takes numbers that were given before', () => {
  const history = createValidator(model, { history: true });
  expect(history.create({ name: 'A', number: 'T-007', kind: null })).toEqual({
    values: { name: 'A', number: 'T-007', kind: null, status: 'new' },
    problems: [],
  });
  expect(history.create({}).problems).toEqual([{ pointer: '/name', detail: 'Name is required.' }]);
});

test('the system itself writes read-only fields, and never roll-ups', () => {
  const system = createValidator(model, { system: true });
  expect(system.update({ status: 'old', children: 3 })).toEqual({
    values: { status: 'old' },
    problems: [],
  });
});

test('an amount without a currency takes the default, with its digits', () => {
  const digits: Record<string, number> = { USD: 2, JPY: 0 };
  const priced = createValidator(model, { currency: 'USD', exponent: (code) => digits[code] });
  expect(priced.update({ price: 5.5 }).values).toEqual({
    price: { amount: '5.50', currency: 'USD' },
  });
  expect(priced.update({ price: '5.125' }).values).toEqual({
    price: { amount: '5.125', currency: 'USD' },
  });
  expect(priced.update({ price: { amount: '5', currency: 'JPY' } }).values).toEqual({
    price: { amount: '5', currency: 'JPY' },
  });
  expect(priced.update({ price: { amount: '5', currency: 'XQX' } }).problems).toEqual([
    { pointer: '/price/currency', detail: 'Price has the unknown currency XQX.' },
  ]);
});

test('the schema of a new record names what it needs, and that of an answer what is read-only', () => {
  const create = recordSchema(model, 'create') as {
    required: string[];
    properties: Record<string, unknown>;
  };
  const read = recordSchema(model, 'read') as { properties: Record<string, unknown> };
  expect(create.required).toEqual(['name', 'kind']);
  expect(create.properties['kind']).toEqual({
    type: 'string',
    enum: ['small', 'large'],
    title: 'Kind',
  });
  expect(create.properties).not.toHaveProperty('children');
  expect(read.properties['children']).toEqual({
    type: ['integer', 'null'],
    title: 'Children',
    readOnly: true,
  });
  expect(read.properties['id']).toEqual({
    type: 'string',
    format: 'uuid',
    title: 'ID',
    readOnly: true,
  });
});
