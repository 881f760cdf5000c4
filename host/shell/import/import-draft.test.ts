import type { EntityMeta, FieldMeta } from '@tessera/core';
import { expect, test } from 'vitest';
import { draftTargets, missingFields, planOf, suggestDraft, withColumn } from './import-draft.ts';

const field = (name: string, more: Partial<FieldMeta> = {}): FieldMeta =>
  ({
    name,
    type: 'text',
    label: { en: name },
    access: 'write',
    required: false,
    readOnly: false,
    filterable: true,
    unique: false,
    ...more,
  }) as FieldMeta;

const entity = {
  id: 'shop.part',
  title: 'name',
  fields: [
    field('name', { required: true }),
    field('sku', { unique: true }),
    field('price', { type: 'money' }),
    field('place', { type: 'address' }),
    field('number', { type: 'autonumber', readOnly: true, unique: true }),
    field('secret', { access: 'mask' }),
    field('createdAt', { type: 'datetime', access: 'read', readOnly: true }),
  ],
} as unknown as EntityMeta;
const file = { headers: ['SKU', 'Title', 'Price'] };

test('a column can go where one may write, into parts, and into what tells records apart', () => {
  expect(draftTargets(entity).map(({ value }) => value)).toEqual([
    'name',
    'sku',
    'price',
    'price.currency',
    'place.lines',
    'place.city',
    'place.district',
    'place.region',
    'place.postalCode',
    'place.countryCode',
    'number',
  ]);
});

test('headers suggest a plan; a unique column lets it update', () => {
  const draft = suggestDraft(file, entity, { sku: { column: 'SKU' }, price: { column: 'Price' } });
  expect(draft).toMatchObject({ mode: 'upsert', key: 'sku' });
  expect(missingFields(entity, draft).map(({ name }) => name)).toEqual(['name']);
  expect(suggestDraft(file, entity, { name: { column: 'Title' } }).mode).toBe('create');
});

test('a field is taken once, and without a key nothing is updated', () => {
  const draft = suggestDraft(file, entity, { sku: { column: 'SKU' } });
  const moved = withColumn(draft, entity, { header: 'Price', target: 'sku' });
  expect(moved.columns.map(({ target }) => target)).toEqual(['', '', 'sku']);
  const none = withColumn(moved, entity, { header: 'Price', target: 'price', decimal: ',' });
  expect(none).toMatchObject({ mode: 'create', key: '' });
  expect(planOf(entity, none)).toEqual({
    entity: 'shop.part',
    mode: 'create',
    mapping: { price: { column: 'Price', decimal: ',' } },
  });
});
