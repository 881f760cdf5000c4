import type { EntityMeta, FieldMeta } from '@tessera/core';
import { expect, test } from 'vitest';
import type { HistoryRow } from './record-client.ts';
import { presentValues, restorable } from './record-restore.ts';

function field(name: string, more: Partial<FieldMeta> = {}): FieldMeta {
  return {
    name,
    type: 'text',
    access: 'write',
    readOnly: false,
    system: false,
    ...more,
  } as FieldMeta;
}

const entity = {
  id: 'shop.order',
  actions: { update: true },
  fields: [
    field('name'),
    field('total', { type: 'money' }),
    field('buyer', { type: 'ref' }),
    field('score', { readOnly: true }),
    field('phone', { access: 'mask' }),
  ],
} as unknown as EntityMeta;

function change(values: HistoryRow['values'], action = 'update'): HistoryRow {
  return { id: '1', at: '', action, actor: null, source: 'ui', changes: {}, values } as HistoryRow;
}

const record = {
  id: 'r',
  name: 'Now',
  total: { amount: '5.00', currency: 'EUR', base: '5.40' },
  buyer: { id: 'b2', title: 'Second', entity: 'shop.buyer' },
  score: 7,
  phone: '•••1234',
};

test('what the record does not have now can be put back', () => {
  const row = change({ name: ['Then', 'Now'], buyer: ['b1', 'b2'] });
  expect(restorable(row, entity, record)).toEqual({
    values: { name: 'Then', buyer: 'b1' },
    locked: [],
  });
});

test('a value that is there again needs nothing', () => {
  const same = { amount: '5.00', currency: 'EUR' };
  const row = change({ name: ['Now', 'Other'], total: [same, null] });
  expect(restorable(row, entity, record)).toEqual({ values: {}, locked: [] });
});

test('what this person may not write is told, not tried', () => {
  const row = change({ score: [1, 7], phone: ['•••9', '•••1234'], gone: ['x', 'y'] });
  expect(restorable(row, entity, record)).toEqual({
    values: {},
    locked: ['score', 'phone', 'gone'],
  });
});

test('only a change is put back, and only where records may be changed', () => {
  const values = { name: ['Then', 'Now'] } as const;
  expect(restorable(change(values, 'create'), entity, record).values).toEqual({});
  const closed = { ...entity, actions: { ...entity.actions, update: false } };
  expect(restorable(change(values), closed, record).values).toEqual({});
});

test('undoing writes what was there, in the form that is sent', () => {
  expect(presentValues({ name: 'Then', total: null, buyer: 'b1' }, record)).toEqual({
    name: 'Now',
    total: { amount: '5.00', currency: 'EUR' },
    buyer: 'b2',
  });
});
