import type { AppMeta, EntityMeta, FieldMeta } from '@tessera/core';
import { expect, test } from 'vitest';
import { boardFields, machineOf } from './board-fields.ts';

function field(name: string, more: Partial<FieldMeta>): FieldMeta {
  const usual = { label: { en: name }, access: 'write', filterable: true, system: false };
  return { name, ...usual, ...more } as FieldMeta;
}

const colour = field('colour', { type: 'choice', options: [{ key: 'red', label: { en: 'Red' } }] });
const step = field('step', { type: 'state', target: 'toy.step' });
const maker = field('maker', { type: 'ref', target: 'toy.maker' });
const phase = field('phase', { type: 'ref', target: 'toy.step' });
const secret = { ...colour, name: 'secret', access: 'mask' } as FieldMeta;
const empty = field('empty', { type: 'choice', options: [] });

const meta = {
  entities: [
    { id: 'toy.step', states: true },
    { id: 'toy.maker', states: false },
  ],
} as unknown as AppMeta;

function kite(board?: EntityMeta['board']): EntityMeta {
  const fields = [field('name', { type: 'text' }), colour, maker, phase, step, secret, empty];
  return {
    fields,
    list: { columns: ['name'] },
    ...(board ? { board } : {}),
  } as unknown as EntityMeta;
}

test('a board is made of choices and of references to states that can be read', () => {
  expect(boardFields(kite(), meta).map(({ name }) => name)).toEqual(['phase', 'step', 'colour']);
});

test('the field that the entity names comes first', () => {
  expect(boardFields(kite({ by: 'colour' }), meta)[0]?.name).toBe('colour');
});

test('states that this person may not see make no board', () => {
  expect(boardFields(kite(), { ...meta, entities: [] }).map(({ name }) => name)).toEqual([
    'colour',
  ]);
  expect(machineOf(step, meta)?.id).toBe('toy.step');
});
