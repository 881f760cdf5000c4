import { expect, test } from 'vitest';
import { defineEntity } from '../entities/entity.ts';
import {
  boolean,
  decimal,
  integer,
  money,
  ref,
  rollup,
  state,
  text,
} from '../entities/field-builders.ts';
import type { EntityModel } from '../entities/model.ts';
import { resolveModels } from '../entities/resolve.ts';
import { definePlugin } from '../plugin/plugin.ts';
import { parseListQuery } from './list-grammar.ts';

const House = defineEntity('town.house', {
  label: { en: 'House' },
  plural: { en: 'Houses' },
  path: 'houses',
  title: 'name',
  fields: {
    name: text(),
    floors: integer(),
    listed: boolean(),
    area: decimal(),
    price: money(),
    street: ref('town.street', { inverse: { name: 'houses', label: { en: 'Houses' } } }),
    stage: state('town.stage'),
  },
});
const Street = defineEntity('town.street', {
  label: { en: 'Street' },
  plural: { en: 'Streets' },
  path: 'streets',
  title: 'name',
  fields: {
    name: text(),
    lamps: integer(),
    houseCount: rollup({ entity: 'town.house', via: 'street', function: 'count' }),
  },
});
const Stage = defineEntity('town.stage', {
  label: { en: 'Stage' },
  plural: { en: 'Stages' },
  path: 'stages',
  states: true,
  title: 'name',
  fields: { name: text(), key: text(), kind: text(), order: integer() },
});
const models = resolveModels(
  [{ manifest: { id: 'town' }, plugin: definePlugin({ entities: [House, Street, Stage] }) }],
  [],
);
const house = models.get('town.house') as EntityModel;

function parse(search: string, prefer?: string) {
  return parseListQuery(new URLSearchParams(search), house, models, prefer);
}

test.each([
  ['', undefined],
  ['name=Hill', { name: 'Hill' }],
  ['name=null', { name: 'null' }],
  ['name=', { name: { isNull: true } }],
  ['name=a&name=b', { name: { in: ['a', 'b'] } }],
  ['stage=won&stage=lost', { stage: { in: ['won', 'lost'] } }],
  ['street=&street=x', { or: [{ street: { isNull: true } }, { street: 'x' }] }],
  ['street=null', { street: { isNull: true } }],
  ['street_ne=null', { street: { isNull: false } }],
  ['street_null=true', { street: { isNull: true } }],
  ['street_null=false', { street: { isNull: false } }],
  ['name_like=ill', { name: { contains: 'ill' } }],
  ['name_ne=Hill', { name: { ne: 'Hill' } }],
  ['floors=2', { floors: 2 }],
  ['floors_gte=2&floors_lt=5', { and: [{ floors: { gte: 2 } }, { floors: { lt: 5 } }] }],
  ['floors=two', { floors: 'two' }],
  ['listed=true', { listed: true }],
  ['area_gt=12.50', { area: { gt: '12.50' } }],
  ['price_gte=9007199254740993.01', { price: { gte: '9007199254740993.01' } }],
  ['price.currency=CNY', { 'price.currency': 'CNY' }],
  ['street.name=Main', { 'street.name': 'Main' }],
  ['street.lamps_lte=7', { 'street.lamps': { lte: 7 } }],
  ['street.houseCount=3', { 'street.houseCount': 3 }],
  ['town_gate_ne=1', { town_gate: { ne: '1' } }],
  ['salary=1', { salary: '1' }],
  ['owner=$me', { owner: '$me' }],
  ['filter={"floors":{"in":[1,2]}}', { floors: { in: [1, 2] } }],
  ['name=a&filter={"floors":1}', { and: [{ name: 'a' }, { floors: 1 }] }],
])('the filter of “%s”', (search, filter) => {
  expect(parse(search).filter).toEqual(filter);
});

test.each([
  ['', { limit: 50, offset: 0 }],
  ['_start=20&_end=30', { limit: 10, offset: 20 }],
  ['_end=20', { limit: 20, offset: 0 }],
  ['_page=3&_limit=25', { limit: 25, offset: 50 }],
  [Array.from({ length: 60 }, (_, index) => `id=${index}`).join('&'), { limit: 60, offset: 0 }],
])('the page of “%.30s”', (search, page) => {
  expect(parse(search)).toMatchObject(page);
});

test('the sort of react-admin, of refine and of json-server 1', () => {
  expect(parse('_sort=name&_order=DESC').sort).toEqual([{ field: 'name', direction: 'desc' }]);
  expect(parse('_sort=name,floors&_order=asc,desc').sort).toEqual([
    { field: 'name', direction: 'asc' },
    { field: 'floors', direction: 'desc' },
  ]);
  expect(parse('_sort=-street.name').sort).toEqual([{ field: 'street.name', direction: 'desc' }]);
});

test('what steers a list', () => {
  expect(
    parse('q=main+hill&fields=id,name&include=street,owner&cursor=abc&deleted=true', 'count=exact'),
  ).toMatchObject({
    search: 'main hill',
    fields: ['id', 'name'],
    include: ['street', 'owner'],
    cursor: 'abc',
    deleted: true,
    count: 'exact',
  });
  expect(parse('_embed=street').include).toEqual(['street']);
  expect(parse('').count).toBe('bounded');
  expect(parse('', 'respond-async, count=none').count).toBe('none');
});

test.each([
  ['_foo=1', 'CORE_NAME_UNKNOWN', '_foo'],
  ['_start=-1', 'CORE_REQUEST_INVALID', '_start'],
  ['_start=10&_end=10', 'CORE_REQUEST_INVALID', '1 to 1000'],
  ['_end=1001', 'CORE_REQUEST_INVALID', '1 to 1000'],
  ['_sort=name&_order=up', 'CORE_REQUEST_INVALID', '_order'],
  ['filter={', 'CORE_REQUEST_INVALID', 'JSON'],
  ['filter=[]', 'CORE_REQUEST_INVALID', 'object'],
  ['filter={"__proto__":{}}', 'CORE_REQUEST_INVALID', '__proto__'],
  ['deleted=yes', 'CORE_REQUEST_INVALID', 'deleted'],
])('“%s” is refused with %s', (search, code, part) => {
  expect(() => parse(search)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(part) }),
  );
});
