import { expect, it } from 'vitest';
import type { Database } from '../records/database.ts';
import { throughBulkGate } from './bulk-gate.ts';

/** Works that begin when the gate lets them in and end when they are told to. */
function works() {
  const database = {} as Database;
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const send = (name: string): Promise<void> => {
    const end = Promise.withResolvers<void>();
    ends.set(name, end);
    return throughBulkGate(database, () => {
      begun.push(name);
      return end.promise;
    });
  };
  return { begun, send, end: (name: string) => ends.get(name) };
}

it('lets two in, the others in the order in which they came, also after one that failed', async () => {
  const { begun, send, end } = works();
  const [first, second, third, fourth] = ['a', 'b', 'c', 'd'].map(send);
  expect(begun).toEqual(['a', 'b']);
  end('b')?.reject(new Error('b failed'));
  await expect(second).rejects.toThrow('b failed');
  expect(begun).toEqual(['a', 'b', 'c']);
  end('a')?.resolve();
  await first;
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  const fifth = send('e');
  end('c')?.resolve();
  await third;
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
  end('d')?.resolve();
  end('e')?.resolve();
  await Promise.all([fourth, fifth]);
});

it('keeps the hosts of one process apart', async () => {
  const [one, other] = [works(), works()];
  const sent = [one.send('a'), one.send('b'), other.send('c')];
  expect(other.begun).toEqual(['c']);
  for (const [where, name] of [
    [one, 'a'],
    [one, 'b'],
    [other, 'c'],
  ] as const)
    where.end(name)?.resolve();
  await Promise.all(sent);
});
