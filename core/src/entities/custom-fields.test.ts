import { expect, test } from 'vitest';
import { customFieldFindings } from './custom-fields.ts';
import { defineEntity } from './entity.ts';
import { text } from './field-builders.ts';
import { resolveModels } from './resolve.ts';

const Account = defineEntity('shop.account', {
  label: { en: 'Account' },
  plural: { en: 'Accounts' },
  path: 'accounts',
  title: 'name',
  fields: { name: text() },
});

test('a custom field is checked before it is written down', () => {
  const models = resolveModels([{ manifest: { id: 'shop' }, plugin: { entities: [Account] } }], []);
  const check = (name: string, definition: object) =>
    customFieldFindings(models, { entity: 'shop.account', name, definition: definition as never });
  expect(check('region', { type: 'text' })).toEqual([]);
  expect(check('null', { type: 'text' })).toEqual([
    'the field name “x_null” ends like an operator of the list grammar',
  ]);
  expect(check('Ö', { type: 'text' })).toEqual(['the field name “Ö” is not camelCase']);
  expect(check('a', { type: 'state' })).toEqual(['a custom field cannot be of the type state']);
  expect(check('a', { type: 'blob' })).toEqual(['there is no field type blob']);
  expect(check('a', { type: 'text', required: true })).toEqual([
    'a custom field cannot be required: old records do not have it',
  ]);
  expect(check('a', { type: 'ref', target: 'gone.thing' })).toEqual([
    'there is no entity gone.thing to refer to',
  ]);
  expect(check('a', { type: 'choice', options: [] })).toEqual(['there is nothing to choose from']);
  expect(
    customFieldFindings(models, { entity: 'gone.thing', name: 'a', definition: { type: 'text' } }),
  ).toEqual(['there is no entity gone.thing']);
});
