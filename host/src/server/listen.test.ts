import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { listen } from './listen.ts';

/** Turns of the event loop in which a server without sockets says that it is closed. */
const TURNS = 20;

test('it is closed when the requests have ended whose callers are gone', async () => {
  const told: string[] = [];
  const begun = Promise.withResolvers<void>();
  const listener = await listen(
    async ({ signal }) => {
      begun.resolve();
      await once(signal, 'abort');
      for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
      told.push('the request has ended');
      return new Response();
    },
    '127.0.0.1',
    0,
  );
  const caller = new AbortController();
  const asked = fetch(listener.url, { signal: caller.signal });
  await begun.promise;
  const closing = listener.close().then(() => told.push('the server is closed'));
  caller.abort();
  await expect(asked).rejects.toThrow('aborted');
  await closing;
  expect(told).toEqual(['the request has ended', 'the server is closed']);
});
