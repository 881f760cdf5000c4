import { expect, test } from 'vitest';
import { changesOf } from './field-changes.ts';

test('only what differs is sent, and as the API takes it', () => {
  const before = {
    name: 'Ada',
    nick: null,
    account: { id: 'a1', title: 'Acme', entity: 'customer.account' },
    amount: { amount: '1.00', currency: 'EUR', base: '1.10' },
    tags: ['key'],
  };
  const draft = {
    name: 'Ada L.',
    nick: '',
    account: { id: 'a2', title: 'Bluth', entity: 'customer.account' },
    amount: { currency: 'EUR', amount: '1.00' },
    tags: ['key'],
  };
  expect(changesOf(before, draft)).toEqual({ name: 'Ada L.', account: 'a2' });
});

test('a cleared value is sent as null', () => {
  const before = {
    amount: { amount: '1', currency: 'EUR' },
    parent: { id: 'p', title: 'P' },
    name: 'x',
  };
  const draft = { amount: { amount: '', currency: 'EUR' }, parent: null, name: '' };
  expect(changesOf(before, draft)).toEqual({ amount: null, parent: null, name: null });
});
