import { expect, test } from 'vitest';
import { liveAddress } from './live-connection.ts';

test('pages that want the same in another order share one address', () => {
  const one = liveAddress([
    { entities: ['toy.box'] },
    { entities: ['toy.ball'], records: ['2', '1'] },
  ]);
  const two = liveAddress([{ entities: ['toy.ball', 'toy.box'], records: ['1', '2'] }]);
  expect(one).toBe('/api/live?entities=toy.ball%2Ctoy.box&records=1%2C2');
  expect(two).toBe(one);
});

test('more than the server takes is never asked for', () => {
  const records = Array.from({ length: 300 }, (_, index) => `r${index}`);
  expect(
    new URL(liveAddress([{ records }]), 'http://host').searchParams.get('records')?.split(','),
  ).toHaveLength(200);
});
