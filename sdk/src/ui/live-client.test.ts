import { expect, test } from 'vitest';
import { LiveClient, type LiveInterest, type LiveMessage } from './live-client.ts';

function connected(): {
  client: LiveClient;
  wanted: LiveInterest[];
  tell: (message: LiveMessage) => void;
} {
  const wanted: LiveInterest[] = [];
  let tell: (message: LiveMessage) => void = () => {};
  const client = new LiveClient((given) => {
    tell = given;
    return { want: (interest) => void wanted.push(interest), close: () => {} };
  });
  client.start();
  return { client, wanted, tell: (message) => tell(message) };
}

test('the server is asked for what the elements of the page watch together', () => {
  const { client, wanted } = connected();
  client.watch({ entities: ['toy.ball'] }, () => {});
  const leave = client.watch({ entities: ['toy.ball', 'toy.box'], records: ['1'] }, () => {});
  expect(wanted.at(-1)).toEqual({ entities: ['toy.ball', 'toy.box'], records: ['1'] });
  leave();
  expect(wanted.at(-1)).toEqual({ entities: ['toy.ball'], records: [] });
});

test('a listener hears of its own interest and of what was missed, nobody else’s', () => {
  const { client, tell } = connected();
  const heard: LiveMessage[] = [];
  client.watch({ entities: ['toy.ball'], records: ['1'] }, (message) => heard.push(message));
  tell({ kind: 'entity', entity: 'toy.box' });
  tell({ kind: 'record', entity: 'toy.ball', id: '2', version: 1 });
  tell({ kind: 'assembly', number: 7 });
  expect(heard).toEqual([]);
  tell({ kind: 'entity', entity: 'toy.ball' });
  tell({ kind: 'record', entity: 'toy.ball', id: '1', version: 3 });
  tell({ kind: 'resync' });
  expect(heard.map(({ kind }) => kind)).toEqual(['entity', 'record', 'resync']);
});
